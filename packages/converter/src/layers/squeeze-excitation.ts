import { relu } from './activation.ts';
import { blockLayout } from './channel-layout.ts';
import { addLinear, takeLinear } from './linear.ts';
import { type FeatureMap, type Network, nodeName } from './network.ts';
import { globalMean } from './pool.ts';
import { requireSameChannels } from './same-channels.ts';

/**
 * `x` with each channel weighed by a gate in (0, 1) that is computed from the means of all
 * channels.
 *
 * @see Hu, Shen, Sun, "Squeeze-and-Excitation Networks", 2017
 */
export function squeezeExcitation(network: Network, x: FeatureMap, layer: string): FeatureMap {
  const { graph } = network;
  const node = nodeName(layer);
  const squeezed = globalMean(network, x, `${node}/squeeze`);
  const hidden = relu(network, pointwise(network, squeezed, `${layer}.dense1`), `${layer}.dense1`);
  const logits = pointwise(network, hidden, `${layer}.dense2`);
  requireSameChannels(`${node}/excite`, x, logits);
  const gate = graph.node('Sigmoid', `${node}/gate`, [logits.name]);
  const gates = spread(network, { ...x, name: gate }, `${node}/gates`);
  return { ...x, name: graph.node('Mul', `${node}/excite`, [x.name, gates]) };
}

/**
 * A value of one point, repeated over all of `size`. To multiply by the point itself the CPU provider leaves its
 * blocked layout and enters it again, which takes longer than writing it out (`se` as a whole: 8 %).
 */
function spread(
  { graph }: Network,
  { name: point, layout, size }: FeatureMap,
  name: string,
): string {
  const scales = graph.floats(`${name}/scales`, [4], Float32Array.of(1, 1, ...size));
  // It stays in that layout only if it sees both factors to be of one shape, and Resize hides the batch axis.
  graph.declare(name, ['batch', layout.channels.length, ...size]);
  return graph.node('Resize', name, [point, '', scales], NEAREST);
}

const NEAREST = {
  mode: 'nearest',
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
};

/**
 * A fully connected layer across the channels of one point, as a convolution: no reshaping around
 * it.
 */
function pointwise({ weights, graph }: Network, x: FeatureMap, layer: string): FeatureMap {
  const linear = takeLinear(weights, layer, { perOutput: [x.layout.nChannels] });
  const layout = blockLayout(linear.bias.length);
  const linearLayout = { out: layout, input: x.layout, kernel: [1, 1] };
  const inputs = [x.name, ...addLinear(graph, layer, linear, linearLayout)];
  return { ...x, name: graph.node('Conv', nodeName(layer), inputs), layout };
}
