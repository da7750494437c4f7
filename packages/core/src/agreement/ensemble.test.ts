import { expect, test } from 'vitest';
import { ensembleScores } from './ensemble.ts';
import { createScoreMatrix, type ScoreMatrix, scoresOf, setScores } from './score-matrix.ts';

function matrix(rows: readonly (readonly number[] | null)[]): ScoreMatrix {
  const scores = createScoreMatrix({ nTracks: rows.length, nTags: 2 });
  for (const [track, row] of rows.entries()) if (row !== null) setScores(scores, track, row);
  return scores;
}

test('the ensemble is the mean where all members have scores, and unscored elsewhere', () => {
  const ensemble = ensembleScores([
    matrix([[0.5, 0], [1, 1], null]),
    matrix([[0.25, 1], null, [0.5, 0.5]]),
  ]);
  expect(scoresOf(ensemble, 0)).toEqual(Float32Array.of(0.375, 0.5));
  expect([...ensemble.scored]).toEqual([1, 0, 0]);
  expect([...ensemble.values.subarray(2)]).toEqual([0, 0, 0, 0]);
});

test('an ensemble without members is refused', () => {
  expect(() => ensembleScores([])).toThrow('at least one member');
});
