import type { Tensor } from '@earmark/converter';
import { bytes, type Encoded, integer, message, nested, text } from '@earmark/converter/onnx';
import { amend, has, ONNX } from '../amend-onnx.ts';
import type { EditTensor } from '../edit-checkpoint.ts';
import type { Mistake } from './score-with.ts';

/** TensorFlow's default; a variance that much larger does the same. */
export const batchNormEpsilon1e3: Mistake = {
  tensor: edit(/running_var$/, ({ data }) => data.map((variance) => variance + 1e-3 - 1e-5)),
};

export const bandwidthQIgnored: Mistake = {
  tensor: edit(/bw_Q$/, ({ data }) => data.map(() => 1)),
};

/** ONNX's order of the reset and the update gate, taken for PyTorch's. */
export const gatesInOnnxOrder: Mistake = {
  tensor: edit(/^layer5\./, ({ data }) => {
    const gate = data.length / 3;
    const [reset, update] = [data.subarray(0, gate), data.subarray(gate, 2 * gate)];
    return Float32Array.from([...update, ...reset, ...data.subarray(2 * gate)]);
  }),
};

/** ONNX's default. */
export const resetBeforeRecurrentProduct: Mistake = {
  model: amending(ONNX.attributes, text(1, 'linear_before_reset'), integer(3, 0)),
};

export const tanhGelu: Mistake = {
  model: amending(
    ONNX.nodes,
    text(4, 'Gelu'),
    nested(5, message(text(1, 'approximate'), bytes(4, Buffer.from('tanh')), integer(20, 3))),
  ),
};

/** As large as the tiny network's: 119 tokens of 16 channels. */
export const zeroFirstToken: Mistake = {
  model: amending(ONNX.constants, text(8, 'cls'), bytes(9, new Uint8Array(119 * 16 * 4))),
};

/** Attention without the division by the root of the width of a head, which is 2 here. */
export const attentionNotScaled: Mistake = {
  tensor: edit(/attention\.self\.query/, ({ data }) => data.map((value) => value * Math.SQRT2)),
};

/** The shortcut as a convolution of one tap, as in the paper on residual networks. */
export const pointwiseShortcut: Mistake = {
  tensor: edit(/conv_3\.weight$/, ({ shape, data }) => {
    const nTaps = shape.slice(2).reduce((product, length) => product * length, 1);
    return data.map((value, i) => (i % nTaps === (nTaps - 1) / 2 ? value : 0));
  }),
};

/** Squeeze and excitation that excites nothing. */
export const gateOpen: Mistake = {
  tensor: edit(/layer\d+\.dense2\.bias$/, ({ data }) => data.map(() => 100)),
};

/** The means of all channels, then the maxima, where the maxima come first. */
export const meansBeforeMaxima: Mistake = {
  model: (model) => {
    const swapped = amend(model.onnx, ONNX.nodes, (node) => {
      if (has(node, text(4, 'GlobalMaxPool'))) return text(4, 'GlobalAveragePool');
      if (has(node, text(4, 'GlobalAveragePool'))) return text(4, 'GlobalMaxPool');
      return undefined;
    });
    return { ...model, onnx: swapped };
  },
};

function edit(names: RegExp, change: (tensor: Tensor) => Float32Array): EditTensor {
  return (name, tensor) => (names.test(name) ? { ...tensor, data: change(tensor) } : tensor);
}

/** Appends to the parts of a graph that have a certain field. */
function amending(
  path: readonly number[],
  field: Encoded,
  addition: Encoded,
): NonNullable<Mistake['model']> {
  return (model) => ({
    ...model,
    onnx: amend(model.onnx, path, (part) => (has(part, field) ? addition : undefined)),
  });
}
