import { DATASET_LOG_MEL } from '@earmark/core/audio';
import { elu } from '../layers/activation.ts';
import { conv } from '../layers/conv.ts';
import { dense } from '../layers/dense.ts';
import type { Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten, maxPool } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';

/**
 * Five convolutions over the 29.1 s in the middle of a track, each followed by a max pool, down to
 * one point.
 *
 * @see Bogdanov, Won, Tovstogan, Porter, Serra, "The MTG-Jamendo Dataset for Automatic Music
 *   Tagging", 2019, and its scripts: baseline/model.py, melspectrograms.py
 */
export const baseline: ArchitectureDefinition = {
  inputLength: 465_600,
  chunks: 'centre',
  readFrontEnd: () => ({ kind: 'spectrogram', spectrogram: DATASET_LOG_MEL, coefficients: null }),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'bn_init');
    for (const [layer, pool] of POOLS) {
      const names = { conv: `conv_${layer}`, batchNorm: `bn_${layer}` };
      x = maxPool(network, conv(network, x, { ...names, kernel: [3, 3] }), `conv_${layer}`, pool);
      // ELU rises everywhere, so it may as well follow the pool: 22 ms a chunk instead of 43.
      x = elu(network, x, `conv_${layer}`);
    }
    return dense(network, flatten(network, x), 'dense');
  },
};

const POOLS: readonly (readonly [layer: number, pool: Pair])[] = [
  [1, [2, 4]],
  [2, [2, 4]],
  [3, [2, 4]],
  [4, [3, 5]],
  [5, [4, 4]],
];
