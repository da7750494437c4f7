import { expect, test } from 'vitest';
import { chanceJaccard, uniformJaccard } from './chance.ts';
import { jaccardOfSets } from './jaccard.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { topSets, type TopSets } from './top-sets.ts';

/** Sets of up to three of eight tags; `step` makes two lists of them differ. */
function setsOf(nTracks: number, step: number, isScored: (track: number) => boolean): TopSets {
  const matrix = createScoreMatrix({ nTracks, nTags: 8 });
  for (let track = 0; track < nTracks; track++) {
    const scores = Array.from(
      { length: 8 },
      (_, tag) => ((track * step + tag * tag * 3) % 11) / 11,
    );
    if (isScored(track)) setScores(matrix, track, scores);
  }
  return topSets(matrix, { k: 3, threshold: 0.5 });
}

/** The mean over all pairs of different tracks that both scored. */
function naively(a: TopSets, b: TopSets): number {
  const tracks = [...a.scored.keys()].filter((track) => a.scored[track] && b.scored[track]);
  const pairs = tracks.flatMap((x) => tracks.filter((y) => y !== x).map((y) => [x, y] as const));
  return pairs.reduce((sum, [x, y]) => sum + jaccardOfSets(a, x, b, y), 0) / pairs.length;
}

test('chance is the mean over all pairs of different tracks that both scored', () => {
  const a = setsOf(40, 5, (track) => track % 7 !== 0);
  const b = setsOf(40, 3, (track) => track % 5 !== 0);
  expect(chanceJaccard(a, b)).toBeCloseTo(naively(a, b), 12);
});

test('chance of many tracks is close to the mean over all pairs', () => {
  const a = setsOf(1_000, 5, () => true);
  const b = setsOf(1_000, 3, () => true);
  expect(Math.abs(chanceJaccard(a, b)! - naively(a, b))).toBeLessThan(0.005);
});

test('chance needs two tracks', () => {
  const one = setsOf(1, 5, () => true);
  expect(chanceJaccard(one, one)).toBeNull();
});

/** Mean Jaccard index over all pairs of sets of k of n tags. */
function overAllSets(k: number, nTags: number): number {
  const words = [...Array(2 ** nTags).keys()].filter((word) => count(word) === k);
  const pairs = words.flatMap((a) => words.map((b) => count(a & b) / count(a | b)));
  return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
}

function count(word: number): number {
  return word.toString(2).replaceAll('0', '').length;
}

test.each([
  { k: 1, nTags: 4 },
  { k: 2, nTags: 5 },
  { k: 3, nTags: 5 },
  { k: 4, nTags: 7 },
])(
  'two random sets of $k of $nTags tags have the mean Jaccard index of all pairs of such sets',
  ({ k, nTags }) => {
    expect(uniformJaccard({ k, nTags })).toBeCloseTo(overAllSets(k, nTags), 12);
  },
);

test('sets of all tags are the same', () => {
  expect(uniformJaccard({ k: 5, nTags: 3 })).toBe(1);
});
