import { relu } from './activation.ts';
import { conv, type ConvWindow } from './conv.ts';
import type { FeatureMap, Network, Pair } from './network.ts';
import { maxPool } from './pool.ts';

export interface ConvBlockOptions extends ConvWindow {
  /** Size of the max pool at the end; none unless told. */
  readonly pool?: Pair;
}

/**
 * Convolution, batch normalization, ReLU, max pool: `Conv_1d`, `Conv_2d` and `Conv_V` of the
 * paper's code.
 */
export function convBlock(
  network: Network,
  x: FeatureMap,
  layer: string,
  { pool, ...window }: ConvBlockOptions,
): FeatureMap {
  const names = { conv: `${layer}.conv`, batchNorm: `${layer}.bn` };
  const features = relu(network, conv(network, x, { ...names, ...window }), layer);
  return pool ? maxPool(network, features, layer, pool) : features;
}
