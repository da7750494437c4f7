import { expect, test } from 'vitest';
import { readRealArray, realArrayLength, toRealArray } from './real-array.ts';

test.each([
  {
    hex: '00000001 00000000 000002bc 00000002 00000001 00000004 3f800000 00000004 3dcccccd',
    values: [1, Math.fround(0.1)],
  },
  { hex: '00000000 00000000 000002bc', values: [] },
])('the bytes $hex are the numbers $values', ({ hex, values }) => {
  const array = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  // Within a larger block of memory, as bytes from the network are.
  const bytes = new Uint8Array([0xff, 0xff, ...array]);
  const numbers = new Float32Array(realArrayLength(array.length));
  readRealArray(new DataView(bytes.buffer), 2, numbers);
  expect([...numbers]).toEqual(values);
});

test('lists of numbers become one array, end to end', () => {
  expect(
    toRealArray([Float32Array.of(1), Float32Array.of(), Float32Array.of(0.1)]).toString('hex'),
  ).toBe('0000000100000000000002bc0000000200000001000000043f800000000000043dcccccd');
});
