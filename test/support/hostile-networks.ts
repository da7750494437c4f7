import { dense, integers, operation, type Piece } from './hand-network.ts';
import { valueInfo } from './onnx-writer.ts';
import { LAYER, rightNetwork } from './right-model.ts';

/** Asks for 768 GiB when it is run, by a shape that the file does not show: it depends on the number of chunks. */
export function hugeNetwork(): Uint8Array {
  return rightNetwork({
    middle: [
      ...dense('means', 'small', LAYER),
      operation('Shape', ['small'], 'shape_of_scores'),
      integers('times', [2 ** 36, 1]),
      operation('Mul', ['shape_of_scores', 'times'], 'huge_shape'),
      operation('Expand', ['small', 'huge_shape'], 'huge'),
      integers('rows', [0]),
      operation('ReduceMax', ['huge', 'rows'], 'logits', { keepdims: 1 }),
    ],
  });
}

/** Asks for 8 GiB, which many machines have, by constants, which the runtime computes when it reads the file. */
export function hugeConstant(): Uint8Array {
  return rightNetwork({
    middle: [
      ...dense('means', 'small', LAYER),
      integers('huge_shape', [2 ** 31]),
      operation('ConstantOfShape', ['huge_shape'], 'huge'),
      integers('rows', [0]),
      operation('ReduceMax', ['huge', 'rows'], 'most', { keepdims: 0 }),
      operation('Add', ['small', 'most'], 'logits'),
    ],
  });
}

/** Counts without end before it gives scores. */
export function endlessNetwork(): Uint8Array {
  return rightNetwork({ middle: [...dense('means', 'small', LAYER), ...loop()] });
}

/** A Loop without a number of rounds, whose condition stays true. */
function loop(): readonly Piece[] {
  const body = {
    name: 'body',
    node: [
      { opType: 'Identity', input: ['goes_on'], output: ['goes_on_still'] },
      { opType: 'Identity', input: ['value'], output: ['same_value'] },
    ],
    input: [valueInfo('round', [], 7), valueInfo('goes_on', [], 9), valueInfo('value', [null, 3])],
    output: [valueInfo('goes_on_still', [], 9), valueInfo('same_value', [null, 3])],
  };
  const isTrue = { name: 'is_true', dims: [], dataType: 9, int32Data: [1] };
  const attribute = [{ name: 'body', g: body, type: 5 }];
  return [
    { initializer: [isTrue] },
    { node: [{ opType: 'Loop', input: ['', 'is_true', 'small'], output: ['logits'], attribute }] },
  ];
}
