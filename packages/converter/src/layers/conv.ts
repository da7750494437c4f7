import { blockLayout, layoutBeforeRelu } from './channel-layout.ts';
import { addLinear, takeLinear } from './linear.ts';
import { type FeatureMap, type Network, nodeName, type Pair } from './network.ts';
import { countPositions, toAttributes } from './sliding-window.ts';

export interface ConvWindow {
  /** Just a number for a convolution over time alone. */
  readonly kernel: Pair | number;
  readonly stride?: Pair;
  /** Half the kernel unless told, so that a stride of one keeps the size. */
  readonly padding?: Pair;
  /**
   * Whether to leave out channels that the ReLU which follows makes zero for any input, up to 70 % of
   * a layer in published checkpoints. Not for a value that is added to another one.
   */
  readonly prune?: boolean;
}

export interface ConvOptions extends ConvWindow {
  /** Names in the checkpoint, e.g. `layer1.conv` and `layer1.bn`. */
  readonly conv: string;
  readonly batchNorm: string;
}

/** A convolution and the batch normalization that follows it, folded into one node. */
export function conv({ weights, graph }: Network, x: FeatureMap, options: ConvOptions): FeatureMap {
  const { conv: layer, batchNorm, kernel, prune = false } = options;
  const perOutput = [x.layout.nChannels, kernel].flat();
  const linear = takeLinear(weights, layer, { perOutput, batchNorm });
  const layout = prune ? layoutBeforeRelu(linear) : blockLayout(linear.bias.length);
  const window = toWindow(options);
  const size = countPositions(x.size, window);
  const nPositions = size[0] * size[1];
  const linearLayout = { out: layout, input: x.layout, kernel: window.kernel, nPositions };
  const inputs = [x.name, ...addLinear(graph, layer, linear, linearLayout)];
  const name = graph.node('Conv', nodeName(layer), inputs, toAttributes(window));
  return { name, layout, size };
}

/** A kernel over time alone gets height 1: two-dimensional convolutions run up to 20 % faster. */
function toWindow({ kernel, stride = [1, 1], padding }: ConvWindow) {
  const [height, width] = typeof kernel === 'number' ? [1, kernel] : kernel;
  const half: Pair = [Math.floor(height / 2), Math.floor(width / 2)];
  return { kernel: [height, width] as const, stride, padding: padding ?? half };
}
