import { expect, test } from 'vitest';
import { dropNegligible, NEGLIGIBLE } from './negligible.ts';

test('weights too small to matter become zero, the others stay', () => {
  const kept = Float32Array.of(0.5, -1e-10, 2 * NEGLIGIBLE);
  expect(dropNegligible(kept)).toEqual(kept);
  expect([...dropNegligible(Float32Array.of(1e-40, -1e-30, 0))]).toEqual([0, 0, 0]);
});

test('no product of two values that are kept is denormal', () => {
  const smallestNormal = 2 ** -126;
  expect(NEGLIGIBLE * NEGLIGIBLE).toBeGreaterThan(smallestNormal);
});
