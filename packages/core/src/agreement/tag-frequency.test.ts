import { expect, test } from 'vitest';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { tagFrequencies } from './tag-frequency.ts';
import { topSets } from './top-sets.ts';

function frequencies(rows: readonly (readonly number[] | null)[], k = 2, threshold = 0.25) {
  const matrix = createScoreMatrix({ nTracks: rows.length, nTags: 3 });
  for (const [track, row] of rows.entries()) if (row !== null) setScores(matrix, track, row);
  return tagFrequencies(matrix, topSets(matrix, { k, threshold }));
}

test('frequencies count the top-k and average over every scored track', () => {
  expect(frequencies([[0.5, 0.25, 0], null, [0.5, 0.75, 0.5], [0, 0.125, 0.25]])).toEqual([
    { count: 2, share: 2 / 3, meanScore: 1 / 3 },
    { count: 2, share: 2 / 3, meanScore: 0.375 },
    { count: 1, share: 1 / 3, meanScore: 0.25 },
  ]);
});

test('a model that scored nothing has counts of zero and no shares', () => {
  const none = { count: 0, share: null, meanScore: null };
  expect(frequencies([null, null])).toEqual([none, none, none]);
});

test('scores that do not fit the vocabulary are refused', () => {
  const matrix = createScoreMatrix({ nTracks: 2, nTags: 3 });
  expect(() => {
    setScores(matrix, 0, [0.1, 0.2]);
  }).toThrow('Row 0 of 2 scores does not fit 2 tracks x 3 tags');
});
