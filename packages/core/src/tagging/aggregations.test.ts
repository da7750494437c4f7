import { expect, test } from 'vitest';
import { AGGREGATIONS } from './aggregations.ts';

const CHUNKS = [
  [0.25, 0.5],
  [1, 0.125],
  [0.5, 0.75],
];

test.each([
  { aggregation: 'mean', chunks: CHUNKS.slice(0, 2), track: [0.625, 0.3125] },
  { aggregation: 'max', chunks: CHUNKS, track: [1, 0.75] },
  { aggregation: 'median', chunks: CHUNKS, track: [0.5, 0.5] },
  { aggregation: 'median', chunks: CHUNKS.slice(0, 2), track: [0.625, 0.3125] },
  { aggregation: 'median', chunks: CHUNKS.slice(0, 1), track: [0.25, 0.5] },
] as const)('the $aggregation of $chunks is $track', ({ aggregation, chunks, track }) => {
  expect([...AGGREGATIONS[aggregation](chunks)]).toEqual(track);
});

test.each(['max', 'median'] as const)(
  'a chunk that is no number is not hidden by the %s',
  (name) => {
    expect([...AGGREGATIONS[name]([[0.5], [NaN], [0.75]])]).toEqual([NaN]);
    expect(() => AGGREGATIONS[name]([])).toThrow(RangeError);
  },
);
