import { hiddenHead } from '../layers/hidden-head.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten, globalMax } from '../layers/pool.ts';
import { residualBlock } from '../layers/residual-block.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';

/**
 * The short-chunk network with residual blocks, which halve both axes by striding instead of
 * pooling.
 *
 * @see Won, Ferraro, Bogdanov, Serra, "Evaluation of CNN-based Automatic Music Tagging Models",
 *   2020
 */
export const shortRes: ArchitectureDefinition = {
  inputLength: 59_049,
  readFrontEnd: readLogMel(128),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    for (const layer of LAYERS) {
      x = residualBlock(network, x, layer, { kernel: [3, 3], stride: [2, 2] });
    }
    return hiddenHead(network, flatten(network, globalMax(network, x, 'max')));
  },
};

const LAYERS = ['layer1', 'layer2', 'layer3', 'layer4', 'layer5', 'layer6', 'layer7'];
