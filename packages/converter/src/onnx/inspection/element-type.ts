import { refuseNetwork } from './refuse-network.ts';

export interface ElementType {
  readonly name: string;
  readonly bits: number;
  /** The field of a tensor that holds its elements where they are not raw. */
  readonly typedField: number;
  /** Values of that field for an element: two for a complex number, half a one for four bits. */
  readonly valuesPerElement: number;
}

/** The fields of a TensorProto in which its elements may be. */
export const FIELDS = {
  FLOAT_DATA: 4,
  INT32_DATA: 5,
  STRING_DATA: 6,
  INT64_DATA: 7,
  RAW_DATA: 9,
  DOUBLE_DATA: 10,
  UINT64_DATA: 11,
} as const;

const { FLOAT_DATA, INT32_DATA, STRING_DATA, INT64_DATA, DOUBLE_DATA, UINT64_DATA } = FIELDS;

/** By TensorProto.DataType of onnx/onnx.proto, which also says which field holds what. */
const ELEMENT_TYPES: Readonly<Record<number, ElementType>> = {
  1: type('float32', 32, FLOAT_DATA),
  2: type('uint8', 8, INT32_DATA),
  3: type('int8', 8, INT32_DATA),
  4: type('uint16', 16, INT32_DATA),
  5: type('int16', 16, INT32_DATA),
  6: type('int32', 32, INT32_DATA),
  7: type('int64', 64, INT64_DATA),
  8: type('string', 0, STRING_DATA),
  9: type('bool', 8, INT32_DATA),
  10: type('float16', 16, INT32_DATA),
  11: type('float64', 64, DOUBLE_DATA),
  12: type('uint32', 32, UINT64_DATA),
  13: type('uint64', 64, UINT64_DATA),
  14: type('complex64', 64, FLOAT_DATA, 2),
  15: type('complex128', 128, DOUBLE_DATA, 2),
  16: type('bfloat16', 16, INT32_DATA),
  17: type('float8e4m3fn', 8, INT32_DATA),
  18: type('float8e4m3fnuz', 8, INT32_DATA),
  19: type('float8e5m2', 8, INT32_DATA),
  20: type('float8e5m2fnuz', 8, INT32_DATA),
  21: type('uint4', 4, INT32_DATA, 1 / 2),
  22: type('int4', 4, INT32_DATA, 1 / 2),
  23: type('float4e2m1', 4, INT32_DATA, 1 / 2),
  24: type('float8e8m0', 8, INT32_DATA),
  25: type('uint2', 2, INT32_DATA, 1 / 4),
  26: type('int2', 2, INT32_DATA, 1 / 4),
};

function type(name: string, bits: number, typedField: number, valuesPerElement = 1): ElementType {
  return { name, bits, typedField, valuesPerElement };
}

/** The type with this number. @throws EarmarkError `MODEL_MISMATCH` for a number that ONNX does not have */
export function elementTypeOf(number: number): ElementType {
  return (
    ELEMENT_TYPES[number] ??
    refuseNetwork(`The network has a tensor with the element type ${number}, which is none of ONNX`)
  );
}
