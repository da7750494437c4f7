import { expect, test } from 'vitest';
import { largestDifference } from './compare-scores.ts';

const OURS = {
  fcn: [
    [0.5, 0.25],
    [0.125, 1],
  ],
} as const;

test('the largest difference is that of any track and tag', () => {
  const theirs = {
    fcn: [
      [0.5, 0.25],
      [0.1255, 1],
    ],
  };
  expect(largestDifference('fcn', OURS, theirs)).toBeCloseTo(5e-4, 12);
});

test.each([
  {
    what: 'one that is too far off',
    theirs: [
      [0.5, 0.25],
      [0.127, 1],
    ],
    message: 'differ by 0.0020',
  },
  {
    what: 'one that is no number',
    theirs: [
      [0.5, NaN],
      [0.125, 1],
    ],
    message: 'differ by NaN',
  },
  { what: 'fewer tags', theirs: [[0.5, 0.25], [0.125]], message: '2 + 2 and 2 + 1' },
  { what: 'fewer tracks', theirs: [[0.5, 0.25]], message: '2 + 2 and 2' },
  { what: 'none at all', theirs: [], message: '2 + 2 and 0' },
])('scores with $what are refused', ({ theirs, message }) => {
  expect(() => largestDifference('fcn', OURS, { fcn: theirs })).toThrow(message);
});
