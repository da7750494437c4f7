import { plainLanes } from './lanes.ts';
import { addLinear, takeLinear } from './linear.ts';
import { type Network, nodeName, type Vector } from './network.ts';

/** A fully connected layer, and the batch normalization that follows it, if any, folded in. */
export function dense(
  { weights, graph }: Network,
  x: Vector,
  layer: string,
  options: { readonly batchNorm?: string } = {},
): Vector {
  const linear = takeLinear(weights, layer, { perOutput: [x.lanes.nChannels], ...options });
  const lanes = plainLanes(linear.bias.length);
  const inputs = [x.name, ...addLinear(graph, layer, linear, { out: lanes, input: x.lanes })];
  return { name: graph.node('Gemm', nodeName(layer), inputs, { transB: 1 }), lanes };
}
