/** What a field holds: a varint is a number, anything else bytes. */
export type FieldValue = number | Uint8Array;

/** For bytes that are no protobuf message, or only the beginning of one. */
export class MalformedMessage extends RangeError {}

/**
 * Calls `visit` with each field of a message and where it ends, in the order of the file. Bytes are views. Nothing is
 * taken from a length before that many bytes are found to be there, so the message may come from anyone.
 *
 * @throws MalformedMessage
 * @see protobuf.dev/programming-guides/encoding
 */
export function visitFields(
  message: Uint8Array,
  visit: (number: number, value: FieldValue, end: number) => void,
): void {
  const cursor = new Cursor(message);
  while (cursor.at < message.length) {
    const tag = cursor.varint();
    const number = Math.floor(tag / 8);
    if (number < 1 || number > MAX_FIELD) throw new MalformedMessage('A field has no number');
    visit(number, valueAt(cursor, tag % 8), cursor.at);
  }
}

function valueAt(cursor: Cursor, wireType: number): FieldValue {
  if (wireType === VARINT) return cursor.varint();
  if (wireType === LENGTH_DELIMITED) return cursor.take(cursor.varint());
  if (wireType === FIXED32) return cursor.take(4);
  if (wireType === FIXED64) return cursor.take(8);
  throw new MalformedMessage(`A field has the wire type ${wireType}`);
}

const MAX_FIELD = 2 ** 29 - 1;

// Wire types; 3 and 4, groups, are in no message of today.
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** Calls `visit` with each integer of a repeated field, whose writer may have packed them into one. */
export function visitIntegers(value: FieldValue, visit: (integer: number) => void): void {
  if (typeof value === 'number') {
    visit(value);
    return;
  }
  const cursor = new Cursor(value);
  while (cursor.at < value.length) visit(cursor.varint());
}

class Cursor {
  readonly #message: Uint8Array;
  at = 0;

  constructor(message: Uint8Array) {
    this.#message = message;
  }

  take(nBytes: number): Uint8Array {
    const left = this.#message.length - this.at;
    if (nBytes < 0 || nBytes > left) throw new MalformedMessage('A message ends within a field');
    return this.#message.subarray(this.at, (this.at += nBytes));
  }

  /** Seven bits a byte, lowest first. An `int64`; digits beyond 2^53 are lost. */
  varint(): number {
    let value = 0;
    for (let factor = 1; factor <= LAST_EXACT_FACTOR; factor *= 128) {
      const byte = this.#byte();
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
    return this.#longVarint(BigInt(value));
  }

  /** The rest of one with more than 49 bits, such as every negative number. */
  #longVarint(low: bigint): number {
    let value = low;
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value += BigInt(byte % 128) << shift;
      if (byte < 128) return Number(BigInt.asIntN(64, value));
    }
    throw new MalformedMessage('A number has more than ten bytes');
  }

  #byte(): number {
    const byte = this.#message[this.at++];
    if (byte === undefined) throw new MalformedMessage('A message ends within a field');
    return byte;
  }
}

/** Of the seventh byte: with it, a sum has 49 bits. */
const LAST_EXACT_FACTOR = 2 ** 42;

/** The fields of a message by number, in the order of the file. */
export type Fields = ReadonlyMap<number, readonly FieldValue[]>;

/** All fields of a message, for one that is known to be small or our own. @throws MalformedMessage */
export function readFields(message: Uint8Array): Fields {
  const fields = new Map<number, FieldValue[]>();
  visitFields(message, (number, value) => {
    const before = fields.get(number);
    if (before) before.push(value);
    else fields.set(number, [value]);
  });
  return fields;
}

export function integersOf(fields: Fields, field: number): readonly number[] {
  return (fields.get(field) ?? []).filter((value) => typeof value === 'number');
}

export function bytesOf(fields: Fields, field: number): readonly Uint8Array[] {
  return (fields.get(field) ?? []).filter((value) => typeof value !== 'number');
}

export function textsOf(fields: Fields, field: number): readonly string[] {
  return bytesOf(fields, field).map((bytes) => new TextDecoder().decode(bytes));
}

/** The first text, or an empty one, as protobuf leaves out what is empty. */
export function textOf(fields: Fields, field: number): string {
  return textsOf(fields, field)[0] ?? '';
}
