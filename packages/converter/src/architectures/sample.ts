import { convBlock, type ConvBlockOptions } from '../layers/conv-block.ts';
import { dense } from '../layers/dense.ts';
import { toImage } from '../layers/normalize-input.ts';
import { flatten } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readWaveform } from './front-end.ts';

/**
 * Convolutions of three samples right on the waveform; 3.7 s are 3^10 samples, and ten layers
 * divide by three.
 *
 * @see Lee, Park, Kim, Nam, "Sample-level Deep Convolutional Neural Networks for Music
 *   Auto-tagging", 2017
 */
export const sample: ArchitectureDefinition = {
  inputLength: 59_049,
  readFrontEnd: readWaveform,
  build(network, waveform) {
    let x = toImage(network, waveform);
    SAMPLE_LEVEL_LAYERS.forEach((options, i) => {
      x = convBlock(network, x, `layer${i + 1}`, { ...options, prune: true });
    });
    return dense(network, flatten(network, x), 'dense');
  },
};

/** layer1 to layer11, also those of `se`. */
export const SAMPLE_LEVEL_LAYERS: readonly ConvBlockOptions[] = [
  { kernel: 3, stride: [1, 3] },
  ...Array.from({ length: 9 }, () => ({ kernel: 3, pool: [1, 3] }) as const),
  { kernel: 1 },
];
