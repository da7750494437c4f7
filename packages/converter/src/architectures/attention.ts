import { tanh } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import type { Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { residualBlock } from '../layers/residual-block.ts';
import { firstToken, prependToken, toTokens } from '../layers/tokens.ts';
import { transformerLayer } from '../layers/transformer.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';
import { numpyRandomSample } from './numpy-random.ts';

/**
 * Residual blocks over 15 s down to one band of 118 frames, then two transformer layers; a constant
 * first token gathers what the frames have to say.
 *
 * @see Won, Chun, Serra, "Toward Interpretable Music Tagging with Self-Attention", 2019
 */
export const attention: ArchitectureDefinition = {
  inputLength: 240_000,
  readFrontEnd: readLogMel(128),
  build(network, logMel) {
    let x = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    for (const [layer, stride] of STRIDES) {
      x = residualBlock(network, x, layer, { kernel: [3, 3], stride });
    }
    const frames = toTokens(network, x);
    // The token was never learnt and is not in the checkpoint: it was drawn at import, with a fixed
    // seed.
    let tokens = prependToken(network, frames, numpyRandomSample(0, frames.layout.nChannels));
    tokens = transformerLayer(network, tokens, 'encoder.layer.0', N_HEADS);
    tokens = transformerLayer(network, tokens, 'encoder.layer.1', N_HEADS);
    const pooled = dense(network, firstToken(network, tokens), 'pooler.dense');
    return dense(network, tanh(network, pooled, 'pooler'), 'dense');
  },
};

const N_HEADS = 8;

const STRIDES: readonly (readonly [layer: string, stride: Pair])[] = [
  ['layer1', [2, 2]],
  ['layer2', [2, 2]],
  ['layer3', [2, 2]],
  ['layer4', [2, 1]],
  ['layer5', [2, 1]],
  ['layer6', [2, 1]],
  ['layer7', [2, 1]],
];
