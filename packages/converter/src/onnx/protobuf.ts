/** Bytes of a protobuf message that are not joined yet, so that nesting copies no weights. */
export interface Encoded {
  readonly parts: readonly Uint8Array[];
  readonly sizeBytes: number;
}

/** A message: its fields one after the other. */
export function message(...fields: readonly Encoded[]): Encoded {
  return {
    parts: fields.flatMap(({ parts }) => parts),
    sizeBytes: fields.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

/** The message as it goes into a file. */
export function toBytes({ parts, sizeBytes }: Encoded): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** An `int64`, `int32` or enum field; `value` is a safe integer, and not negative. */
export function integer(field: number, value: number): Encoded {
  return encoded(varint(tag(field, VARINT)), varint(value));
}

/** A `float` field. */
export function float(field: number, value: number): Encoded {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return encoded(varint(tag(field, FIXED32)), bytes);
}

/** A `bytes` field. The bytes are kept, not copied. */
export function bytes(field: number, value: Uint8Array): Encoded {
  return encoded(varint(tag(field, LENGTH_DELIMITED)), varint(value.length), value);
}

/** A `string` field. */
export function text(field: number, value: string): Encoded {
  return bytes(field, new TextEncoder().encode(value));
}

/** A field that holds a message. */
export function nested(field: number, { parts, sizeBytes }: Encoded): Encoded {
  return encoded(varint(tag(field, LENGTH_DELIMITED)), varint(sizeBytes), ...parts);
}

// Wire types, see protobuf.dev/programming-guides/encoding.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const tag = (field: number, wireType: number) => field * 8 + wireType;

function encoded(...parts: readonly Uint8Array[]): Encoded {
  return { parts, sizeBytes: parts.reduce((sum, part) => sum + part.length, 0) };
}

/** Seven bits a byte, lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const digits: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...digits, rest]);
    digits.push((rest % 128) + 128);
  }
}
