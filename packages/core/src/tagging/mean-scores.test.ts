import { expect, test } from 'vitest';
import { meanScores } from './mean-scores.ts';

test.each([
  { chunks: [[0.25, 0.5]], mean: [0.25, 0.5] },
  {
    chunks: [
      [0, 1],
      [0.5, 0.5],
    ],
    mean: [0.25, 0.75],
  },
])('the mean of $chunks is $mean', ({ chunks, mean }) => {
  expect(Array.from(meanScores(chunks))).toEqual(mean);
});

test('sixteen equal chunks give exactly the scores of one', () => {
  const chunk = Float32Array.of(0.1, 0.333, 1 / 3);
  expect(meanScores(Array.from({ length: 16 }, () => chunk))).toEqual(chunk);
});

test('the order of the chunks does not change a bit of the result', () => {
  const chunks = Array.from({ length: 16 }, (_, i) => Float32Array.of(((i * 7919) % 101) / 101));
  expect(meanScores(chunks.toReversed())).toEqual(meanScores(chunks));
});

test.each([
  { title: 'no chunks', chunks: [] },
  { title: 'chunks of different vocabularies', chunks: [[0.1], [0.1, 0.2]] },
])('$title have no mean', ({ chunks }) => {
  expect(() => meanScores(chunks)).toThrow(RangeError);
});
