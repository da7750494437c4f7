import { expect, test } from 'vitest';
import { indicesOfSmallest } from './shortlist.ts';

test.each([
  { values: [0.3, 0.1, 0.2], limit: 2, indices: [1, 2] },
  { values: [0.5, null, 0.5, 0.1], limit: 3, indices: [3, 0, 2] },
  { values: [0.1 + 0.2, 0.3, 0.3 - 1e-12], limit: 3, indices: [0, 1, 2] },
  { values: [null, null], limit: 2, indices: [] },
  { values: [], limit: 2, indices: [] },
])('the $limit smallest of $values are at $indices', ({ values, limit, indices }) => {
  expect(indicesOfSmallest(values, limit)).toEqual(indices);
});
