import { convBlock } from '../layers/conv-block.ts';
import { hiddenHead } from '../layers/hidden-head.ts';
import { blockLayout, plainLayout } from '../layers/channel-layout.ts';
import type { FeatureMap, Network } from '../layers/network.ts';
import { normalizeInput } from '../layers/normalize-input.ts';
import { flatten } from '../layers/pool.ts';
import { residualBlock } from '../layers/residual-block.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { N_FFT, storedLogMel } from './front-end.ts';
import { harmonicFilterbank, N_BANDS, N_HARMONICS } from './harmonic-filterbank.ts';

/**
 * Six images over 5 s, of a note's first six harmonics, so that one filter sees a whole sound.
 *
 * The front end is the log-mel one with other filters: its "mel bands" are 6 x 128 learnt ones.
 *
 * @see Won, Chun, Nieto, Serra, "Data-driven Harmonic Filters for Audio Representation Learning",
 *   2020
 */
export const hcnn: ArchitectureDefinition = {
  inputLength: 80_000,
  readFrontEnd(weights) {
    const window = weights.take('hstft.spec.window', [N_FFT]).data;
    const [bandwidthQ = 1] = weights.take('hstft.bw_Q', [1]).data;
    const filterbank = harmonicFilterbank({ bandwidthQ, nFft: N_FFT });
    return storedLogMel({ window, filterbank });
  },
  build(network, logMel) {
    const harmonics = normalizeInput(network, splitHarmonics(network, logMel), 'hstft_bn');
    let x = convBlock(network, padChannels(network, harmonics), 'layer1', HALVE);
    for (const layer of ['layer2', 'layer3', 'layer4']) x = residualBlock(network, x, layer, HALVE);
    x = convBlock(network, x, 'layer5', HALVE);
    for (const layer of ['layer6', 'layer7']) x = residualBlock(network, x, layer, REDUCE);
    return hiddenHead(network, flatten(network, x));
  },
};

const HALVE = { kernel: [3, 3], pool: [2, 2] } as const;
const REDUCE = { kernel: [3, 3], pool: [2, 3] } as const;

/** [batch, harmonics x bands, time] as one image a harmonic. */
function splitHarmonics({ graph }: Network, x: FeatureMap): FeatureMap {
  const nFrames = x.size[1];
  const shape = graph.integers([-1, N_HARMONICS, N_BANDS, nFrames]);
  const name = graph.node('Reshape', 'harmonics', [x.name, shape]);
  return { name, layout: plainLayout(N_HARMONICS), size: [N_BANDS, nFrames] };
}

/**
 * Six channels and two of zeros: a multiple of four is enough here, as the CPU provider reads less
 * than a block of 16 unblocked (4 % faster than a whole block).
 */
function padChannels({ graph }: Network, x: FeatureMap): FeatureMap {
  const layout = blockLayout(x.layout.nChannels, 4);
  const pads = graph.integers([0, 0, 0, 0, 0, layout.channels.length - x.layout.nChannels, 0, 0]);
  return { ...x, name: graph.node('Pad', 'fill', [x.name, pads]), layout };
}
