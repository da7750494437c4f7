import { expect, test } from 'vitest';
import {
  areProbabilities,
  matchesReference,
  referenceChunk,
  toReferenceOutput,
} from './reference-output.ts';

test('the reference chunk is a rising sawtooth in [-0.5, 0.5), the same on every machine', () => {
  const chunk = referenceChunk(400_000);
  expect(Array.from(chunk.subarray(0, 3))).toEqual([-0.5, -0.5 + 2 ** -17, -0.5 + 4 * 2 ** -17]);
  expect(chunk.every((sample) => sample >= -0.5 && sample < 0.5)).toBe(true);
});

test.each([
  { scores: [0, 0.5, 1], are: true },
  { scores: [0.5, Number.NaN], are: false },
  { scores: [0.5, 1.01], are: false },
  { scores: [-0.01], are: false },
])('$scores are probabilities: $are', ({ scores, are }) => {
  expect(areProbabilities(Float32Array.from(scores))).toBe(are);
});

test.each([
  { what: 'the same scores', scores: [0.1, 0.9], is: true },
  { what: 'rounding', scores: [0.100_05, 0.899_95], is: true },
  { what: 'another score', scores: [0.1, 0.899], is: false },
  { what: 'no number', scores: [0.1, Number.NaN], is: false },
  { what: 'fewer scores', scores: [0.1], is: false },
])('$what: the answer is known: $is', ({ scores, is }) => {
  expect(matchesReference(scores, [0.1, 0.9])).toBe(is);
});

test('the first eight scores are kept', () => {
  expect(toReferenceOutput(Float32Array.from({ length: 50 }, (_, i) => i / 64))).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7].map((i) => i / 64),
  );
});
