import { EarmarkError } from '@earmark/core/failure';
import { plainLayout } from './channel-layout.ts';
import { takeLinear } from './linear.ts';
import { type FeatureMap, type Network, nodeName, type Vector } from './network.ts';

/** A value between two transformer layers: [batch, nTokens, channels]; none is left out or filled up. */
export interface Tokens extends Vector {
  readonly nTokens: number;
}

/** The frames of a feature map of one band, as tokens. */
export function toTokens({ graph }: Network, x: FeatureMap): Tokens {
  if (x.layout.channels.includes(null)) {
    throw new EarmarkError(
      'CHECKPOINT_INVALID',
      `The transformer of this checkpoint reads ${x.layout.nChannels} channels. ` +
        'Only multiples of 16 can be converted: use a checkpoint of such a width.',
    );
  }
  const frames = graph.node('Squeeze', 'squeeze_band', [x.name, graph.integers([2])]);
  const name = graph.node('Transpose', 'frames', [frames], { perm: [0, 2, 1] });
  return { name, layout: x.layout, nTokens: x.size[1] };
}

/** `tokens` after a constant first one: padding makes room for it, addition puts it there. */
export function prependToken({ graph }: Network, tokens: Tokens, first: Float32Array): Tokens {
  const nTokens = tokens.nTokens + 1;
  const constant = new Float32Array(nTokens * tokens.layout.nChannels);
  constant.set(first);
  const room = graph.node('Pad', 'cls/room', [tokens.name, graph.integers([0, 1, 0, 0, 0, 0])]);
  const token = graph.floats('cls', [nTokens, tokens.layout.nChannels], constant);
  return { ...tokens, name: graph.node('Add', 'cls/prepend', [room, token]), nTokens };
}

/** The first token alone. */
export function firstToken({ graph }: Network, { name, layout }: Tokens): Vector {
  return { name: graph.node('Gather', 'cls/take', [name, graph.integers(0)], { axis: 1 }), layout };
}

/** A fully connected layer, the same for each token. */
export function projectTokens({ weights, graph }: Network, x: Tokens, layer: string): Tokens {
  const nIn = x.layout.nChannels;
  const { weight, bias } = takeLinear(weights, layer, { perOutput: [nIn] });
  const nOut = bias.length;
  const name = nodeName(layer);
  graph.countMacs(nIn * nOut * x.nTokens);
  const matrix = graph.floats(`${layer}.weight`, [nIn, nOut], transpose(weight.data, nIn));
  const product = graph.node('MatMul', `${name}/matmul`, [x.name, matrix]);
  const sum = graph.node('Add', name, [product, graph.floats(`${layer}.bias`, [nOut], bias)]);
  return { ...x, name: sum, layout: plainLayout(nOut) };
}

/** PyTorch stores [out, in], MatMul reads [in, out]. */
function transpose(rows: Float32Array, rowSize: number): Float32Array {
  const nRows = rows.length / rowSize;
  return rows.map((_, i) => rows[(i % nRows) * rowSize + Math.floor(i / nRows)] ?? 0);
}
