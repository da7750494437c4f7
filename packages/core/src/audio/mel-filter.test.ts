import { expect, test } from 'vitest';
import { melFilters } from './mel-filter.ts';

test('a filter keeps its weights without the zeros around them', () => {
  // Three bins by three bands: bins 1 and 2, none, all.
  const filters = melFilters(Float32Array.of(0, 0, 1, 0.5, 0, 2, 0.25, 0, 4), 3);
  expect(filters.map(({ firstBin, weights }) => [firstBin, ...weights])).toEqual([
    [1, 0.5, 0.25],
    [0],
    [0, 1, 2, 4],
  ]);
});
