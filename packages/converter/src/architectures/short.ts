import { convBlock } from '../layers/conv-block.ts';
import { hiddenHead } from '../layers/hidden-head.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';

/**
 * Seven convolutions over 3.7 s, as in image recognition; each halves both axes, down to one point.
 *
 * @see Won, Ferraro, Bogdanov, Serra, "Evaluation of CNN-based Automatic Music Tagging Models",
 *   2020
 */
export const short: ArchitectureDefinition = {
  inputLength: 59_049,
  readFrontEnd: readLogMel(128),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    for (const layer of LAYERS)
      x = convBlock(network, x, layer, { kernel: [3, 3], pool: [2, 2], prune: true });
    return hiddenHead(network, flatten(network, x));
  },
};

const LAYERS = ['layer1', 'layer2', 'layer3', 'layer4', 'layer5', 'layer6', 'layer7'];
