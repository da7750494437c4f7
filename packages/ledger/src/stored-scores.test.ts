import { expect, test } from 'vitest';
import { readRealArray, realArrayLength } from './stored-scores.ts';

test.each([
  {
    hex: '00000001 00000000 000002bc 00000002 00000001 00000004 3f800000 00000004 3dcccccd',
    values: [1, Math.fround(0.1)],
  },
  { hex: '00000000 00000000 000002bc', values: [] },
])('the bytes $hex are the numbers $values', ({ hex, values }) => {
  // Within a larger block of memory, as bytes from the network are.
  const bytes = Buffer.from(`ffff${hex.replaceAll(' ', '')}`, 'hex').subarray(2);
  const numbers = new Float32Array(realArrayLength(bytes));
  readRealArray(bytes, numbers);
  expect([...numbers]).toEqual(values);
});
