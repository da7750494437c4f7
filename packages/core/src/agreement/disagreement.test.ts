import { expect, test } from 'vitest';
import { largestDisagreements, trackAgreement } from './disagreement.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { countSelections } from './selection-counts.ts';
import { topSets } from './top-sets.ts';

type Rows = readonly (readonly number[] | null)[];

function compared(...models: readonly Rows[]) {
  const scores = models.map((rows) => {
    const matrix = createScoreMatrix({ nTracks: rows.length, nTags: 2 });
    for (const [track, row] of rows.entries()) if (row !== null) setScores(matrix, track, row);
    return matrix;
  });
  const sets = scores.map((matrix) => topSets(matrix, { k: 2, threshold: 0.5 }));
  return { scores, sets, selections: countSelections(sets) };
}

test('the tags with the most even disagreement come first, then the widest range of scores, then the first track', () => {
  const { selections, scores } = compared(
    [
      [1, 0],
      [0.5, 1],
      [0.75, 1],
      [0.75, 1],
      [1, 1],
    ],
    [[1, 1], [0.25, 1], [0.25, 1], [0.25, 1], null],
  );
  const items = largestDisagreements(selections, scores, 3);
  expect(items.map(({ track, tag }) => [track, tag])).toEqual([
    [0, 1],
    [2, 0],
    [3, 0],
  ]);
  expect(items[1]).toEqual({ track: 2, tag: 0, nSelecting: 1, disagreement: 1, scoreRange: 0.5 });
});

test('models that select the same tags leave nothing to review', () => {
  const { selections, scores } = compared([[1, 0]], [[1, 0]], [[1, 0]]);
  expect(largestDisagreements(selections, scores, 3)).toEqual([]);
});

test('one model of four against the others is less disagreement than two against two', () => {
  const { selections, scores } = compared([[1, 0]], [[0, 0]], [[0, 0]], [[0, 0]]);
  expect(largestDisagreements(selections, scores, 3)).toMatchObject([
    { nSelecting: 1, disagreement: 0.75 },
  ]);
});

test('the agreement on a track is the mean over the pairs of models that scored it', () => {
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
