import { relu } from './activation.ts';
import { add } from './combine.ts';
import { conv, type ConvWindow } from './conv.ts';
import { type FeatureMap, type Network, nodeName, type Pair } from './network.ts';
import { maxPool } from './pool.ts';
import { squeezeExcitation } from './squeeze-excitation.ts';

export interface ResidualBlockOptions {
  readonly kernel: Pair | number;
  readonly stride?: Pair;
  /** Whether squeeze and excitation weighs the channels before the addition. */
  readonly gated?: boolean;
  /** Size of the max pool at the end; none unless told. */
  readonly pool?: Pair;
}

/**
 * Two convolutions, and what came in added: `Res_2d`, `Res_2d_mp` and `ResSE_1d` of the paper's
 * code.
 *
 * Where its size or channels would not fit, what came in passes a third convolution of the same
 * kernel.
 *
 * @see He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015
 */
export function residualBlock(
  network: Network,
  x: FeatureMap,
  layer: string,
  { kernel, stride = [1, 1], gated = false, pool }: ResidualBlockOptions,
): FeatureMap {
  const convolve = (input: FeatureMap, step: 1 | 2 | 3, window: Partial<ConvWindow>) => {
    const names = { conv: `${layer}.conv_${step}`, batchNorm: `${layer}.bn_${step}` };
    return conv(network, input, { ...names, kernel, ...window });
  };
  const first = relu(network, convolve(x, 1, { stride, prune: true }), `${layer}.conv_1`);
  const second = convolve(first, 2, {});
  const residual = gated ? squeezeExcitation(network, second, layer) : second;

  const fits = stride.every((step) => step === 1) && x.layout.nChannels === second.layout.nChannels;
  const shortcut = fits ? x : convolve(x, 3, { stride });
  const sum = add(network, [shortcut, residual], `${nodeName(layer)}/add`);
  const features = relu(network, sum, layer);
  return pool ? maxPool(network, features, layer, pool) : features;
}
