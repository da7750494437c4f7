import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { type ChannelLayout, spreadChannels, spreadWeights } from './channel-layout.ts';
import type { Linear, Weights } from './weights.ts';

/**
 * The linear layer `name` of the checkpoint, and the batch normalization that follows it, if any,
 * in one.
 */
export function takeLinear(
  weights: Weights,
  name: string,
  { perOutput, batchNorm }: { readonly perOutput: readonly number[]; readonly batchNorm?: string },
): Linear {
  const weight = weights.take(`${name}.weight`, ['any', ...perOutput]);
  const bias = weights.take(`${name}.bias`, [weight.shape[0] ?? 0]).data;
  const linear = { weight, bias };
  return batchNorm === undefined ? linear : foldBatchNorm(linear, batchNorm, weights);
}

/** Names of the layer's constants, weight and bias, in the layouts that it reads and writes. */
export function addLinear(
  graph: GraphBuilder,
  name: string,
  { weight, bias }: Linear,
  { out, input, kernel = [], nPositions = 1 }: LinearLayout,
): readonly [weight: string, bias: string] {
  const nOut = out.channels.length;
  const shape = [nOut, input.channels.length, ...kernel];
  const spread = spreadWeights(weight, out, input);
  graph.countMacs(spread.length * nPositions);
  return [
    graph.floats(`${name}.weight`, shape, spread),
    graph.floats(`${name}.bias`, [nOut], spreadChannels(bias, out)),
  ];
}

export interface LinearLayout {
  readonly out: ChannelLayout;
  readonly input: ChannelLayout;
  /** The last axes of the weights as the operator needs them. */
  readonly kernel?: readonly number[];
  /** How often the layer is applied to a chunk; once unless told. */
  readonly nPositions?: number;
}
