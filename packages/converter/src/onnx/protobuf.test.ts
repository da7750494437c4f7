import { expect, test } from 'vitest';
import { bytes, float, integer, message, nested, text, toBytes } from './protobuf.ts';

// The first three are the examples of protobuf.dev/programming-guides/encoding.
test.each([
  { field: 'integer 150', encoded: integer(1, 150), hex: '089601' },
  { field: 'text', encoded: text(2, 'testing'), hex: '120774657374696e67' },
  { field: 'message', encoded: nested(3, message(integer(1, 150))), hex: '1a03089601' },
  { field: 'integer 0', encoded: integer(1, 0), hex: '0800' },
  { field: 'integer 2^40', encoded: integer(1, 2 ** 40), hex: '08808080808020' },
  { field: 'field number over 15', encoded: integer(20, 7), hex: 'a00107' },
  { field: 'float', encoded: float(2, 1), hex: '150000803f' },
  { field: 'bytes', encoded: bytes(9, Uint8Array.of(1, 2)), hex: '4a020102' },
])('$field is encoded as $hex', ({ encoded, hex }) => {
  expect(Buffer.from(toBytes(encoded)).toString('hex')).toBe(hex);
});
