import { expect, test } from 'vitest';
import { toFlags, toScores, toTagArray } from './tag-array.ts';

const names = { array: 'a.npy', tags: 'tags.txt' };
const matrix = { nRows: 1, nColumns: 2, values: Float64Array.of(0.5, 1) };

test('an array gets the tags of its columns', () => {
  expect(toTagArray(matrix, ['jazz', 'rock'], names)).toEqual({
    ...matrix,
    tags: ['jazz', 'rock'],
  });
});

test.each([
  { given: matrix, tags: ['jazz'], problem: 'a.npy has 2 columns and tags.txt lists 1 tags' },
  {
    given: { ...matrix, values: Float64Array.of(0, NaN) },
    tags: ['jazz', 'rock'],
    problem: 'a.npy holds NaN in row 0, column 1',
  },
])('is refused: $problem', ({ given, tags, problem }) => {
  expect(() => toTagArray(given, tags, names)).toThrow(problem);
});

test('numbers that are 0 or 1 are flags, others are not', () => {
  const flags = { ...matrix, values: Float64Array.of(0, 1) };
  expect(toFlags(flags, 'a.npy').values).toEqual(Uint8Array.of(0, 1));
  expect(() => toFlags(matrix, 'a.npy')).toThrow('a.npy holds 0.5');
});

test('booleans are scores of 0 and 1', () => {
  expect(toScores({ ...matrix, values: Uint8Array.of(0, 1) })).toEqual(Float32Array.of(0, 1));
});
