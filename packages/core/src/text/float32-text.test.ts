import { expect, test } from 'vitest';
import { float32Text } from './float32-text.ts';

test.each([
  { value: 0, text: '0' },
  { value: 1, text: '1' },
  { value: 0.5, text: '0.5' },
  { value: 0.1, text: '0.1' },
  { value: 0.0999, text: '0.0999' },
  { value: 1 / 3, text: '0.33333334' },
  { value: 0.123456789, text: '0.12345679' },
  { value: 1.5e-5, text: '0.000015' },
  { value: 1.2345678e-12, text: '1.2345678e-12' },
])('the float32 nearest to $value reads $text', ({ value, text }) => {
  expect(float32Text(Math.fround(value))).toBe(text);
});

test('every text reads back as the same number and none is longer than needed', () => {
  for (let i = 0; i < 20_000; i++) {
    const value = Math.fround(((i * 2_654_435_761) % 4_294_967_296) / 4_294_967_296);
    const text = float32Text(value);
    expect(Math.fround(Number(text))).toBe(value);
    expect(Number(text)).toBe(shortest(value));
  }
});

function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return candidate;
  }
  return Number(value.toPrecision(9));
}
