/** The fields of a protobuf message by number, in the order of the file; an integer is a number, anything else bytes. */
export type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

/** The fields of a message that `protobuf.ts` wrote. @throws RangeError when it ends within a field */
export function readFields(message: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const take = (nBytes: number): Uint8Array => {
    if (at + nBytes > message.length) throw new RangeError('The message ends within a field');
    return message.subarray(at, (at += nBytes));
  };
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = take(1)[0]!;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    const value = wireType === VARINT ? varint() : take(wireType === FIXED32 ? 4 : varint());
    const field = Math.floor(tag / 8);
    const before = fields.get(field);
    if (before) before.push(value);
    else fields.set(field, [value]);
  }
  return fields;
}

// Wire types, as in protobuf.ts; what is neither has its length before it.
const VARINT = 0;
const FIXED32 = 5;

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
