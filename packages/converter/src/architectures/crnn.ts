import { convBlock } from '../layers/conv-block.ts';
import { dense } from '../layers/dense.ts';
import { gru, toSequence } from '../layers/gru.ts';
import type { Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';

/**
 * Four convolutions over 29 s, down to one band of 18 frames, then two recurrent layers over these.
 *
 * @see Choi, Fazekas, Sandler, Cho, "Convolutional Recurrent Neural Networks for Music
 *   Classification", 2017
 */
export const crnn: ArchitectureDefinition = {
  inputLength: 464_000,
  readFrontEnd: readLogMel(96),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    for (const [layer, pool] of POOLS)
      x = convBlock(network, x, layer, { kernel: [3, 3], pool, prune: true });
    const state = gru(network, toSequence(network, x), 'layer5', 2);
    return dense(network, state, 'dense');
  },
};

const POOLS: readonly (readonly [layer: string, pool: Pair])[] = [
  ['layer1', [2, 2]],
  ['layer2', [3, 3]],
  ['layer3', [4, 4]],
  ['layer4', [4, 4]],
];
