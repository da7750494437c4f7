import { plainLayout, spreadWeights } from './channel-layout.ts';
import { type FeatureMap, type Network, nodeName, type Vector } from './network.ts';

/** A value between two recurrent layers: [nFrames, batch, channels as laid out]. */
export interface Sequence extends Vector {
  readonly nFrames: number;
}

/** A feature map of one band as a sequence of its frames. */
export function toSequence({ graph }: Network, { name, layout, size }: FeatureMap): Sequence {
  const frames = graph.node('Squeeze', 'squeeze_band', [name, graph.integers([2])]);
  const timeFirst = graph.node('Transpose', 'time_first', [frames], { perm: [2, 0, 1] });
  return { name: timeFirst, layout, nFrames: size[1] };
}

/**
 * A stack of recurrent layers over a sequence; the result is the last layer's state after the last
 * frame.
 *
 * PyTorch stores the gates in the order reset, update, new; ONNX expects update, reset, new. Both
 * apply the reset gate after the recurrent product, if ONNX is told `linear_before_reset`.
 *
 * @see torch.nn.GRU; onnx/docs/Operators.md, GRU
 */
export function gru(network: Network, sequence: Sequence, layer: string, nLayers: number): Vector {
  let x = sequence;
  for (let depth = 0; depth < nLayers; depth++) {
    x = gruLayer(network, x, { layer, depth, isLast: depth === nLayers - 1 });
  }
  return x;
}

interface GruLayerOptions {
  readonly layer: string;
  readonly depth: number;
  /** Whether to return only the state after the last frame, rather than all. */
  readonly isLast: boolean;
}

function gruLayer({ weights, graph }: Network, x: Sequence, options: GruLayerOptions): Sequence {
  const { layer, depth, isLast } = options;
  const stored = (field: string) => `${layer}.${field}_l${depth}`;
  const [, nHidden = 0] = weights.take(stored('weight_hh'), ['any', 'any']).shape;
  const nRows = 3 * nHidden;
  const recurrent = weights.take(stored('weight_hh'), [nRows, nHidden]);
  const input = weights.take(stored('weight_ih'), [nRows, x.layout.nChannels]);
  const bias = ['bias_ih', 'bias_hh'].flatMap((field) => [
    ...updateGateFirst(weights.take(stored(field), [nRows]).data),
  ]);

  const spread = spreadWeights(input, plainLayout(nRows), x.layout);
  graph.countMacs((spread.length + recurrent.data.length) * x.nFrames);
  const inputs = [
    x.name,
    graph.floats(
      stored('weight_ih'),
      [1, nRows, x.layout.channels.length],
      updateGateFirst(spread),
    ),
    graph.floats(stored('weight_hh'), [1, nRows, nHidden], updateGateFirst(recurrent.data)),
    graph.floats(stored('bias'), [1, 2 * nRows], Float32Array.from(bias)),
  ];
  const name = `${nodeName(layer)}/gru_${depth + 1}`;
  const attributes = { hidden_size: nHidden, linear_before_reset: 1 };
  // The first output holds the states of all frames behind an axis of directions, the second the
  // last state alone.
  const states = graph.node('GRU', name, inputs, attributes, isLast ? ['', name] : [name]);
  const direction = graph.integers([isLast ? 0 : 1]);
  const squeezed = graph.node('Squeeze', `${name}/squeeze_direction`, [states, direction]);
  return { ...x, name: squeezed, layout: plainLayout(nHidden) };
}

/** Rows of reset, update and new gate as rows of update, reset and new gate. */
function updateGateFirst(rows: Float32Array): Float32Array {
  const gate = rows.length / 3;
  const reordered = rows.slice();
  reordered.copyWithin(0, gate, 2 * gate);
  reordered.set(rows.subarray(0, gate), gate);
  return reordered;
}
