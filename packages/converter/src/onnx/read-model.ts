import {
  type Attributes,
  type Constant,
  ELEMENT_TYPES,
  type Model,
  type Node,
  type ValueInfo,
} from './model-proto.ts';
import {
  bytesOf,
  type Fields,
  integersOf,
  readFields,
  textOf,
  textsOf,
} from './protobuf-reader.ts';

/**
 * The model in an `.onnx` file that `encodeModel` wrote; encoded again it gives the same bytes. Field numbers are
 * those of model-proto.ts. Not for files from elsewhere: it knows no other fields.
 *
 * @throws RangeError when the file is cut off
 */
export function readModel(onnx: Uint8Array): Model {
  const model = readFields(onnx);
  const [graph = NO_FIELDS] = nested(model, 7);
  return {
    name: textOf(graph, 2),
    producerVersion: textOf(model, 3),
    nodes: nested(graph, 1).map(toNode),
    constants: nested(graph, 5).map(toConstant),
    inputs: nested(graph, 11).map(toValueInfo),
    outputs: nested(graph, 12).map(toValueInfo),
    declared: nested(graph, 13).map(toValueInfo),
  };
}

const NO_FIELDS: Fields = new Map();

function nested(fields: Fields, field: number): readonly Fields[] {
  return bytesOf(fields, field).map(readFields);
}

function toNode(fields: Fields): Node {
  return {
    inputs: textsOf(fields, 1),
    outputs: textsOf(fields, 2),
    name: textOf(fields, 3),
    operator: textOf(fields, 4),
    attributes: Object.fromEntries(nested(fields, 5).map((one) => [textOf(one, 1), toValue(one)])),
  };
}

function toValue(fields: Fields): Attributes[string] {
  const [type] = integersOf(fields, 20);
  if (type === 1)
    return { float: new Float32Array(new Uint8Array(bytesOf(fields, 2)[0]!).buffer)[0]! };
  if (type === 2) return integersOf(fields, 3)[0]!;
  return type === 3 ? textOf(fields, 4) : integersOf(fields, 8);
}

function toConstant(fields: Fields): Constant {
  const ElementArray = ELEMENT_TYPES.get(integersOf(fields, 2)[0]!)!;
  const [raw = new Uint8Array()] = bytesOf(fields, 9);
  // A copy, as the elements have to begin at a multiple of their size.
  const data = new ElementArray(new Uint8Array(raw).buffer);
  return { name: textOf(fields, 8), shape: integersOf(fields, 1), data };
}

function toValueInfo(fields: Fields): ValueInfo {
  const [type = NO_FIELDS] = nested(fields, 2);
  const [tensor = NO_FIELDS] = nested(type, 1);
  const [shape = NO_FIELDS] = nested(tensor, 2);
  const axes = nested(shape, 1).map((axis) => integersOf(axis, 1)[0] ?? textOf(axis, 2));
  return { name: textOf(fields, 1), shape: axes };
}
