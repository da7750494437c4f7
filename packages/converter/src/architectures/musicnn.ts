import { add, concat } from '../layers/combine.ts';
import { convBlock } from '../layers/conv-block.ts';
import { hiddenHead } from '../layers/hidden-head.ts';
import type { FeatureMap, Network, Pair } from '../layers/network.ts';
import { normalizeInput, toImage } from '../layers/normalize-input.ts';
import { flatten, globalMax, globalMean, maxPool, meanOverBands } from '../layers/pool.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { readLogMel } from './front-end.ts';

/**
 * Filters shaped after music over 3 s, tall ones for timbre and long ones for rhythm, then three
 * convolutions over time.
 *
 * @see Pons, Serra, "musicnn: Pre-trained convolutional neural networks for music audio tagging",
 *   2019
 */
export const musicnn: ArchitectureDefinition = {
  inputLength: 48_000,
  readFrontEnd: readLogMel(96),
  build(network, logMel) {
    const image = normalizeInput(network, toImage(network, logMel), 'spec_bn');
    const energy = meanOverBands(network, image, 'energy');
    const o = concat(
      network,
      [
        timbreBlock(network, image, 'layers.0', [67, 7]),
        timbreBlock(network, image, 'layers.1', [38, 7]),
        convBlock(network, energy, 'layers.2', { kernel: 129, prune: true }),
        convBlock(network, energy, 'layers.3', { kernel: 65, prune: true }),
        convBlock(network, energy, 'layers.4', { kernel: 33, prune: true }),
      ],
      'timbre_and_rhythm',
    );
    const r1 = convBlock(network, o, 'layer1', { kernel: 7 });
    const r2 = add(network, [convBlock(network, r1, 'layer2', { kernel: 7 }), r1], 'layer2/add');
    const r3 = add(network, [convBlock(network, r2, 'layer3', { kernel: 7 }), r2], 'layer3/add');

    const c = concat(network, [o, r1, r2, r3], 'all_layers');
    const ends = [globalMax(network, c, 'max'), globalMean(network, c, 'mean')] as const;
    return hiddenHead(network, flatten(network, concat(network, ends, 'max_and_mean')));
  },
};

/**
 * The strongest answer of each filter wherever it occurs in frequency: the same timbre at any
 * pitch.
 */
function timbreBlock(network: Network, x: FeatureMap, layer: string, kernel: Pair): FeatureMap {
  const features = convBlock(network, x, layer, { kernel, padding: [0, 3], prune: true });
  return maxPool(network, features, layer, [features.size[0], 1]);
}
