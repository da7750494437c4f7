import { expect, test } from 'vitest';
import { mostSplitItems, trackAgreement } from './disagreement.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { topSets } from './top-sets.ts';
import { countVotes } from './votes.ts';

type Rows = readonly (readonly number[] | null)[];

function compared(...models: readonly Rows[]) {
  const scores = models.map((rows) => {
    const matrix = createScoreMatrix({ nTracks: rows.length, nTags: 2 });
    for (const [track, row] of rows.entries()) if (row !== null) setScores(matrix, track, row);
    return matrix;
  });
  const sets = scores.map((matrix) => topSets(matrix, { k: 2, threshold: 0.5 }));
  return { scores, sets, votes: countVotes(sets) };
}

test('the most evenly split tags come first, of those the widest spread, then the first track', () => {
  const { votes, scores } = compared(
    [
      [1, 0],
      [0.5, 1],
      [0.75, 1],
      [0.75, 1],
      [1, 1],
    ],
    [[1, 1], [0.25, 1], [0.25, 1], [0.25, 1], null],
  );
  const items = mostSplitItems(votes, scores, 3);
  expect(items.map(({ track, tag }) => [track, tag])).toEqual([
    [0, 1],
    [2, 0],
    [3, 0],
  ]);
  expect(items[1]).toEqual({ track: 2, tag: 0, nVotes: 1, split: 1, spread: 0.5 });
});

test('models that say the same leave nothing to review', () => {
  const { votes, scores } = compared([[1, 0]], [[1, 0]], [[1, 0]]);
  expect(mostSplitItems(votes, scores, 3)).toEqual([]);
});

test('of three models one alone is less of a split than one of two', () => {
  const { votes, scores } = compared([[1, 0]], [[0, 0]], [[0, 0]], [[0, 0]]);
  expect(mostSplitItems(votes, scores, 3)).toMatchObject([{ nVotes: 1, split: 0.75 }]);
});

test('a track is judged by the pairs of models that scored it', () => {
  const { sets } = compared(
    [[1, 0], [1, 0], [1, 1], null],
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ],
    [[1, 0], [1, 0], null, null],
  );
  expect(trackAgreement(sets)).toEqual([1, 1 / 3, 1, null]);
});
