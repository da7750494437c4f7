import { elementTypeOf } from './element-type.ts';
import { bytes, integer, type MessageReader, name, once } from './message-reader.ts';
import { type Axis, MAX_RANK, type NetworkValue } from './network-inspection.ts';
import { EXPORT_AGAIN, refuseNetwork } from './refuse-network.ts';

/** A ValueInfoProto: an input or output. Field numbers are those of onnx/onnx.proto. @throws EarmarkError `MODEL_MISMATCH` */
export function readValue(reader: MessageReader, message: Uint8Array): NetworkValue {
  let ownName = '';
  let type: ValueType = { elementType: undefined, shape: undefined };
  reader.read(message, {
    1: name('The name of an input or output', (value) => (ownName = value)),
    2: once(
      'The type of an input or output',
      bytes(TYPE, (content) => (type = readType(reader, content))),
    ),
  });
  return { name: ownName, ...type };
}

type ValueType = Omit<NetworkValue, 'name'>;

const TYPE = 'The type of an input or output';

/** A TypeProto: that of a tensor, or the name of another kind, which is not read further. */
function readType(reader: MessageReader, message: Uint8Array): ValueType {
  let type: ValueType = { elementType: undefined, shape: undefined };
  const other = (elementType: string) => () => (type = { elementType, shape: undefined });
  reader.read(message, {
    1: once(
      TYPE,
      bytes(TYPE, (content) => (type = readTensorType(reader, content))),
    ),
    4: other('sequence'),
    5: other('map'),
    8: other('sparse tensor'),
    9: other('optional'),
  });
  return type;
}

function readTensorType(reader: MessageReader, message: Uint8Array): ValueType {
  let elementType: string | undefined;
  let shape: Axis[] | undefined;
  reader.read(message, {
    1: integer(TYPE, (value) => (elementType = elementTypeOf(value).name)),
    2: once(
      'The shape of an input or output',
      bytes(TYPE, (content) => (shape = readShape(reader, content))),
    ),
  });
  return { elementType, shape };
}

function readShape(reader: MessageReader, message: Uint8Array): Axis[] {
  const shape: Axis[] = [];
  reader.read(message, {
    1: bytes('An axis', (content) => {
      if (shape.push(readAxis(reader, content)) > MAX_RANK) {
        refuseNetwork(`An input or output has more than ${MAX_RANK} axes`, EXPORT_AGAIN);
      }
    }),
  });
  return shape;
}

/** Some writers say -1 for a length that is not known. */
function readAxis(reader: MessageReader, message: Uint8Array): Axis {
  let axis: Axis = null;
  reader.read(message, {
    1: integer('The length of an axis', (value) => (axis = value < 0 ? null : value)),
    2: name('The name of an axis', (value) => (axis = value || null)),
  });
  return axis;
}
