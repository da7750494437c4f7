import {
  bytes,
  type Encoded,
  type FieldValue,
  toBytes,
  visitFields,
} from '@earmark/converter/onnx';

/**
 * A protobuf message with fields appended to some of the messages in it. Appended to a list, a
 * field is one more element; otherwise it stands in place of an earlier one.
 *
 * @param path field numbers, from the outermost message inwards
 * @param addition what is appended to one of the messages at the end of the path, if anything
 * @see protobuf.dev/programming-guides/encoding, "Last One Wins"
 */
export function amend(
  message: Uint8Array,
  path: readonly number[],
  addition: (inner: Uint8Array) => Encoded | undefined,
): Uint8Array {
  const [field, ...inside] = path;
  if (field === undefined) {
    const added = addition(message);
    return added ? Buffer.concat([message, toBytes(added)]) : message;
  }
  return Buffer.concat(
    fieldsOf(message).map(({ number, whole, value }) =>
      number === field && typeof value !== 'number'
        ? toBytes(bytes(field, amend(value, inside, addition)))
        : whole,
    ),
  );
}

/** Whether a message has this field, byte for byte. */
export function has(message: Uint8Array, field: Encoded): boolean {
  const wanted = Buffer.from(toBytes(field));
  return fieldsOf(message).some(({ whole }) => wanted.equals(whole));
}

/** Where the fields lie that are amended here, in onnx/onnx.proto. */
export const ONNX = {
  graph: [7],
  nodes: [7, 1],
  attributes: [7, 1, 5],
  constants: [7, 5],
} as const;

interface Field {
  readonly number: number;
  /** With its tag. */
  readonly whole: Uint8Array;
  readonly value: FieldValue;
}

/** The fields of a message, in their order. */
export function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let begin = 0;
  visitFields(message, (number, value, end) => {
    fields.push({ number, whole: message.subarray(begin, end), value });
    begin = end;
  });
  return fields;
}
