import { expect, test } from 'vitest';
import { bandEnergy, melFilters } from './mel-filter.ts';

// Three bins by three bands: bins 1 and 2, none, all.
const filters = melFilters(Float32Array.of(0, 0, 1, 0.5, 0, 2, 0.25, 0, 4), 3);

test('a filter keeps its weights and loses the zeros around them', () => {
  expect(filters.map(({ firstBin, weights }) => [firstBin, ...weights])).toEqual([
    [1, 0.5, 0.25],
    [0],
    [0, 1, 2, 4],
  ]);
});

test('the energy of a band is the weighted sum of its bins', () => {
  const power = Float64Array.of(1, 10, 100);
  expect(filters.map((filter) => bandEnergy(power, filter))).toEqual([30, 0, 421]);
});
