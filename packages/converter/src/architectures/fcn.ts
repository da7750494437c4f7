import { convBlock } from '../layers/conv-block.ts';
import { dense } from '../layers/dense.ts';
import type { Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';

/**
 * Five convolutions over 29 s, each followed by a max pool, down to one point.
 *
 * @see Choi, Fazekas, Sandler, "Automatic Tagging Using Deep Convolutional Neural Networks", 2016
 */
export const fcn: ArchitectureDefinition = {
  inputLength: 464_000,
  readFrontEnd: readLogMel(96),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    for (const [layer, pool] of POOLS)
      x = convBlock(network, x, layer, { kernel: [3, 3], pool, prune: true });
    return dense(network, flatten(network, x), 'dense');
  },
};

const POOLS: readonly (readonly [layer: string, pool: Pair])[] = [
  ['layer1', [2, 4]],
  ['layer2', [2, 4]],
  ['layer3', [2, 4]],
  ['layer4', [3, 5]],
  ['layer5', [4, 4]],
];
