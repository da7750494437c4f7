import { expect, test } from 'vitest';
import { countBits } from './count-bits.ts';

test.each([
  { word: 0, bits: 0 },
  { word: 1, bits: 1 },
  { word: 0x8000_0000, bits: 1 },
  { word: -1, bits: 32 },
  { word: 0xffff_ffff, bits: 32 },
  { word: 0x1234_5678, bits: 13 },
])('$word has $bits set bits', ({ word, bits }) => {
  expect(countBits(word)).toBe(bits);
});
