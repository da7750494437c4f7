import { bytes, type Encoded, toBytes } from '@earmark/converter/onnx';

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
    fieldsOf(message).map(({ number, whole, content }) =>
      number === field ? toBytes(bytes(field, amend(content, inside, addition))) : whole,
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
  readonly content: Uint8Array;
}

/** The fields of a message, in their order. */
export function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < message.length;) {
    const tag = readVarint(message, at);
    const [begin, end] = contentOf(message, tag.end, tag.value % 8);
    const number = Math.floor(tag.value / 8);
    fields.push({
      number,
      whole: message.subarray(at, end),
      content: message.subarray(begin, end),
    });
    at = end;
  }
  return fields;
}

function contentOf(message: Uint8Array, at: number, wireType: number): readonly [number, number] {
  const number = readVarint(message, at);
  if (wireType === 0) return [at, number.end];
  if (wireType === 5) return [at, at + 4];
  return [number.end, number.end + number.value];
}

function readVarint(message: Uint8Array, at: number): { value: number; end: number } {
  const digit = message[at]!;
  if (digit < 128) return { value: digit, end: at + 1 };
  const rest = readVarint(message, at + 1);
  return { value: digit - 128 + 128 * rest.value, end: rest.end };
}
