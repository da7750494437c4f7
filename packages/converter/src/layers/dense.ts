import { plainLayout } from './channel-layout.ts';
import { addLinear, takeLinear } from './linear.ts';
import { type Network, nodeName, type Vector } from './network.ts';

/** A fully connected layer, and the batch normalization that follows it, if any, folded in. */
export function dense(
  { weights, graph }: Network,
  x: Vector,
  layer: string,
  options: { readonly batchNorm?: string } = {},
): Vector {
  const linear = takeLinear(weights, layer, { perOutput: [x.layout.nChannels], ...options });
  const layout = plainLayout(linear.bias.length);
  const inputs = [x.name, ...addLinear(graph, layer, linear, { out: layout, input: x.layout })];
  return { name: graph.node('Gemm', nodeName(layer), inputs, { transB: 1 }), layout };
}
