import { expect, test } from 'vitest';
import { powerToDb } from './decibels.ts';

test('decibels equal ten times the logarithm, within 1e-8 dB', () => {
  const powers = Array.from({ length: 60_000 }, (_, i) => 10 ** (-9.99 + 0.000_37 * i));
  const errors = powers.map((power) => Math.abs(powerToDb(power) - 10 * Math.log10(power)));
  expect(Math.max(...errors)).toBeLessThan(1e-8);
});

test.each([0, 1e-300, 9.9e-11, 1e-10])('a power of %d lies at the floor, -100 dB', (power) => {
  expect(powerToDb(power)).toBe(-100);
});
