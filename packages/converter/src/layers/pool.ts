import { type FeatureMap, type Network, nodeName, type Pair, type Vector } from './network.ts';
import { countPositions, toAttributes } from './sliding-window.ts';

/**
 * The largest value of each window of `size`; windows touch, what is left at the end is dropped.
 */
export function maxPool({ graph }: Network, x: FeatureMap, layer: string, size: Pair): FeatureMap {
  const window = { kernel: size, stride: size, padding: [0, 0] } as const;
  const name = graph.node('MaxPool', `${nodeName(layer)}/pool`, [x.name], toAttributes(window));
  return { ...x, name, size: countPositions(x.size, window) };
}

/** The mean over all bands, as one band. */
export function meanOverBands({ graph }: Network, x: FeatureMap, name: string): FeatureMap {
  return {
    ...x,
    name: graph.node('ReduceMean', name, [x.name, graph.integers([2])], { keepdims: 1 }),
    size: [1, x.size[1]],
  };
}

/** The largest value of each channel. */
export function globalMax({ graph }: Network, x: FeatureMap, name: string): FeatureMap {
  return { ...x, name: graph.node('GlobalMaxPool', name, [x.name]), size: [1, 1] };
}

/** The mean of each channel. */
export function globalMean({ graph }: Network, x: FeatureMap, name: string): FeatureMap {
  return { ...x, name: graph.node('GlobalAveragePool', name, [x.name]), size: [1, 1] };
}

/** A feature map of one point as a vector. */
export function flatten({ graph }: Network, x: FeatureMap): Vector {
  return { name: graph.node('Flatten', 'flatten', [x.name]), layout: x.layout };
}
