import { expect, test } from 'vitest';
import { spearman } from './spearman.ts';

// The figures are those of scipy.stats.spearmanr.
test.each([
  { what: 'the same order', a: [1, 2, 3, 4], b: [10, 20, 21, 90], rho: 1 },
  { what: 'the reverse', a: [1, 2, 3, 4], b: [4, 3, 2, 1], rho: -1 },
  { what: 'two neighbours swapped', a: [1, 2, 3, 4, 5], b: [1, 3, 2, 4, 5], rho: 0.9 },
  { what: 'equal values', a: [1, 2, 2, 3], b: [1, 2, 3, 4], rho: 0.948_683_298_050_513_8 },
  { what: 'one value alone', a: [1, 1, 1], b: [3, 1, 2], rho: 1 },
])('$what: $rho', ({ a, b, rho }) => {
  expect(spearman(a, b)).toBeCloseTo(rho, 12);
});
