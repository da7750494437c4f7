import { elu } from '../layers/activation.ts';
import { conv } from '../layers/conv.ts';
import { dense } from '../layers/dense.ts';
import type { Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten, maxPool } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { N_FFT, toLogMel } from './front-end.ts';
import { slaneyFilterbank } from './slaney-filterbank.ts';

/**
 * Five convolutions over the 29.1 s in the middle of a track, each followed by a max pool, down to
 * one point.
 *
 * @see Bogdanov, Won, Tovstogan, Porter, Serra, "The MTG-Jamendo Dataset for Automatic Music
 *   Tagging", 2019, and its scripts: baseline/model.py, melspectrograms.py
 */
export const baseline: ArchitectureDefinition = {
  inputLength: 465_600,
  scoring: 'centre-1',
  readFrontEnd: () =>
    toLogMel({
      sampleRate: SAMPLE_RATE,
      edges: 'zeros',
      nMels: N_MELS,
      window: symmetricHann(N_FFT),
      filterbank: slaneyFilterbank({ sampleRate: SAMPLE_RATE, nFft: N_FFT, nMels: N_MELS }),
    }),
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

const SAMPLE_RATE = 12_000;
const N_MELS = 96;

const POOLS: readonly (readonly [layer: number, pool: Pair])[] = [
  [1, [2, 4]],
  [2, [2, 4]],
  [3, [2, 4]],
  [4, [3, 5]],
  [5, [4, 4]],
];

/** Both ends are zero, where the periodic window of the others ends before its second zero. */
function symmetricHann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1));
  });
}
