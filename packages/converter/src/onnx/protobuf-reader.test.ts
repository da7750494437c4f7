import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import {
  type FieldValue,
  MalformedMessage,
  visitFields,
  visitIntegers,
} from './protobuf-reader.ts';

function fieldsOf(message: Uint8Array): [number, FieldValue, number][] {
  const fields: [number, FieldValue, number][] = [];
  visitFields(message, (...field) => fields.push(field));
  return fields;
}

test('each field is visited with its number, its value and where it ends', () => {
  const writer = protobuf.Writer.create();
  writer.uint32((1 << 3) | 0).int64(300);
  writer.uint32((2 << 3) | 2).string('tag');
  writer.uint32((3 << 3) | 5).float(1);
  writer.uint32((4 << 3) | 1).double(1);
  writer.uint32((200 << 3) | 0).bool(true);
  expect(fieldsOf(Uint8Array.from(writer.finish()))).toEqual([
    [1, 300, 3],
    [2, Uint8Array.from([0x74, 0x61, 0x67]), 8],
    [3, Uint8Array.from([0, 0, 0x80, 0x3f]), 13],
    [4, Uint8Array.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f]), 22],
    [200, 1, 25],
  ]);
});

test.each([0, 1, 127, 128, 2 ** 31, 2 ** 49 - 1, 2 ** 49, Number.MAX_SAFE_INTEGER, -1, -(2 ** 53)])(
  'the integer %d is read as it was written, alone and packed',
  (value) => {
    const alone = protobuf.Writer.create().uint32(8).int64(value).finish();
    const packed = protobuf.Writer.create().int64(value).int64(1).finish();
    expect(fieldsOf(alone)).toEqual([[1, value, alone.length]]);
    const integers: number[] = [];
    visitIntegers(packed, (integer) => integers.push(integer));
    expect(integers).toEqual([value, 1]);
  },
);

test.each([
  { what: 'ends within a tag', hex: '80' },
  { what: 'ends within an integer', hex: '0880' },
  { what: 'ends within a length', hex: '0aff' },
  { what: 'ends within bytes', hex: '0a0200' },
  { what: 'ends within a float', hex: '0d000000' },
  { what: 'ends within a double', hex: '0900000000000000' },
  { what: 'has a length of 2^63', hex: '0a80808080808080808001' },
  { what: 'has an integer of eleven bytes', hex: '08ffffffffffffffffffff01' },
  { what: 'has field number 0', hex: '0000' },
  { what: 'has field number 2^29', hex: '808080801000' },
  { what: 'has a group', hex: '0b0c' },
  { what: 'has wire type 7', hex: '0f' },
])('a message that $what is malformed', ({ hex }) => {
  expect(() => fieldsOf(Buffer.from(hex, 'hex'))).toThrow(MalformedMessage);
});
