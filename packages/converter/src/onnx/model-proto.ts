import { bytes, type Encoded, float, integer, message, nested, text, toBytes } from './protobuf.ts';

/** The messages of ONNX that a feed-forward network needs, as values. */
export interface Model {
  readonly name: string;
  readonly producerVersion: string;
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Values in between whose shape cannot be inferred. */
  readonly declared: readonly ValueInfo[];
}

export interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/**
 * Integers are written bare, a float as `{ float: 1e-12 }`: JavaScript cannot tell `1` from `1.0`.
 */
export type Attributes = Readonly<
  Record<string, number | readonly number[] | string | { float: number }>
>;

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: ConstantData;
}

export type ConstantData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** A float32 tensor of the graph; an axis is a length or, if that may vary, a name. */
export interface ValueInfo {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/**
 * The bytes of an `.onnx` file. The same model gives the same bytes.
 *
 * Field numbers are those of onnx/onnx.proto, named in the comments.
 */
export function encodeModel(model: Model): Uint8Array {
  return toBytes(
    message(
      integer(1, IR_VERSION), // ir_version
      text(2, 'earmark'), // producer_name
      text(3, model.producerVersion), // producer_version
      nested(7, graphProto(model)), // graph
      nested(8, message(text(1, ''), integer(2, OPSET))), // opset_import: domain, version
    ),
  );
}

/** The oldest pair that has every operator used here; Gelu came last. */
const IR_VERSION = 9;
const OPSET = 20;

const FLOAT = 1; // TensorProto.DataType, as those of the table

/** The array that holds the elements of each type of a constant, by TensorProto.DataType. */
export const ELEMENT_TYPES = new Map<number, new (buffer: ArrayBuffer) => ConstantData>([
  [FLOAT, Float32Array],
  [2, Uint8Array],
  [3, Int8Array],
  [6, Int32Array],
  [7, BigInt64Array],
]);

function graphProto({ name, nodes, constants, inputs, outputs, declared }: Model): Encoded {
  return message(
    ...nodes.map((node) => nested(1, nodeProto(node))), // node
    text(2, name), // name
    ...constants.map((constant) => nested(5, tensorProto(constant))), // initializer
    ...inputs.map((input) => nested(11, valueInfoProto(input))), // input
    ...outputs.map((output) => nested(12, valueInfoProto(output))), // output
    ...declared.map((value) => nested(13, valueInfoProto(value))), // value_info
  );
}

function nodeProto({ name, operator, inputs, outputs, attributes }: Node): Encoded {
  return message(
    ...inputs.map((input) => text(1, input)), // input
    ...outputs.map((output) => text(2, output)), // output
    text(3, name), // name
    text(4, operator), // op_type
    ...Object.entries(attributes).map((entry) => nested(5, attributeProto(...entry))), // attribute
  );
}

function attributeProto(name: string, value: Attributes[string]): Encoded {
  return message(text(1, name), ...attributeValue(value)); // name
}

/** One of the value fields, and field 20, `type`, which says which one. */
function attributeValue(value: Attributes[string]): readonly Encoded[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, 2)]; // i, INT
  if (typeof value === 'string') return [text(4, value), integer(20, 3)]; // s, STRING
  if ('float' in value) return [float(2, value.float), integer(20, 1)]; // f, FLOAT
  return [...value.map((element) => integer(8, element)), integer(20, 7)]; // ints, INTS
}

function tensorProto({ name, shape, data }: Constant): Encoded {
  return message(
    ...shape.map((length) => integer(1, length)), // dims
    integer(2, elementType(data)), // data_type
    text(8, name), // name
    // raw_data is little-endian, as is the memory of every machine that Node runs on.
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)), // raw_data
  );
}

function elementType(data: ConstantData): number {
  return [...ELEMENT_TYPES].find(([, array]) => data instanceof array)![0];
}

function valueInfoProto({ name, shape }: ValueInfo): Encoded {
  const axes = shape.map((axis) => nested(1, dimension(axis))); // dim
  const tensorType = message(integer(1, FLOAT), nested(2, message(...axes))); // elem_type, shape
  const type = message(nested(1, tensorType)); // tensor_type
  return message(text(1, name), nested(2, type)); // name, type
}

function dimension(axis: number | string): Encoded {
  return message(
    typeof axis === 'number'
      ? integer(1, axis) // dim_value
      : text(2, axis), // dim_param
  );
}
