import { expect, test } from 'vitest';
import { judgeScoreChanges, scoreChanges } from './score-changes.ts';

const BEFORE = [
  [0.9, 0.8, 0.7, 0.6, 0.5, 0.497, 0.1],
  [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7],
  [0.5, 0.1, 0.6, 0.3, 0.2, 0.7, 0.4],
];

const toScores = (rows: readonly (readonly number[])[]) =>
  rows.map((row) => Float32Array.from(row));
const failedLimits = (after: readonly (readonly number[])[]) =>
  judgeScoreChanges(scoreChanges(toScores(BEFORE), toScores(after)))
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

test('the same scores change nothing', () => {
  const scores = toScores(BEFORE);
  expect(scoreChanges(scores, scores)).toEqual({
    nTracks: 3,
    maxDifference: 0,
    meanDifference: 0,
    nChanged: 0,
    largestGap: 0,
    meanJaccard: 1,
    worstTag: { tag: 0, spearman: 1 },
  });
  expect(failedLimits(BEFORE)).toEqual([]);
});

test('a tag that a near one replaces is a change with a small gap', () => {
  const after = [[0.9, 0.8, 0.7, 0.6, 0.497, 0.5, 0.1], ...BEFORE.slice(1)];
  const changes = scoreChanges(toScores(BEFORE), toScores(after));
  expect(changes).toMatchObject({ nChanged: 1, worstTag: { tag: 4 } });
  expect(changes.largestGap).toBeCloseTo(0.003, 6);
  expect(changes.maxDifference).toBeCloseTo(0.003, 6);
  expect(changes.meanJaccard).toBeCloseTo((4 / 6 + 2) / 3, 6);
});

test.each([
  { what: 'one score that is far off', change: 0.03, tag: 0, failed: /largest difference/ },
  { what: 'another best tag', change: -0.3, tag: 0, failed: /changed places/ },
  { what: 'another order of the tracks', change: 0.5, tag: 6, failed: /rank correlation/ },
])('$what is over a limit', ({ change, tag, failed }) => {
  const [first = [], ...others] = BEFORE;
  const after = [first.map((score, i) => (i === tag ? score + change : score)), ...others];
  expect(failedLimits(after)).toContainEqual(expect.stringMatching(failed));
});
