import { expect, test } from 'vitest';
import { countBits, jaccardOfTrack, summarizeJaccard } from './jaccard.ts';
import { createScoreMatrix, setScores } from './score-matrix.ts';
import { topSets, type TopSets } from './top-sets.ts';

/** Top-k sets with exactly the given tags; null for a track without scores. */
function setsOf(tracks: readonly (readonly number[] | null)[], nTags = 50): TopSets {
  const matrix = createScoreMatrix({ nTracks: tracks.length, nTags });
  for (const [track, tags] of tracks.entries()) {
    if (tags === null) continue;
    const scores = Array.from({ length: nTags }, (_, tag) => (tags.includes(tag) ? 0.9 : 0));
    setScores(matrix, track, scores);
  }
  return topSets(matrix, { k: nTags, threshold: 0.5 });
}

test.each([
  { a: [1, 2, 3], b: [1, 2, 3], jaccard: 1 },
  { a: [1, 2, 3], b: [3, 4, 5], jaccard: 1 / 5 },
  { a: [1, 2], b: [3, 4], jaccard: 0 },
  { a: [], b: [7], jaccard: 0 },
  { a: [], b: [], jaccard: 1 },
  { a: [0, 31, 32, 49], b: [31, 32], jaccard: 0.5 },
  { a: null, b: [1], jaccard: null },
  { a: [1], b: null, jaccard: null },
])('the Jaccard index of $a and $b is $jaccard', ({ a, b, jaccard }) => {
  expect(jaccardOfTrack(setsOf([a]), setsOf([b]), 0)).toBe(jaccard);
});

test('tags beyond the second word count as well', () => {
  const a = setsOf([[0, 64, 187]], 188);
  const b = setsOf([[64, 187]], 188);
  expect(jaccardOfTrack(a, b, 0)).toBe(2 / 3);
});

test('a summary counts only the tracks that both models scored', () => {
  const a = setsOf([[1, 2], [1], [], null, [9]]);
  const b = setsOf([[1, 2], [2], [], [5], null]);
  expect(summarizeJaccard(a, b)).toEqual({
    nTracks: 3,
    mean: 2 / 3,
    meanEmptyAsZero: 1 / 3,
    nBothEmpty: 1,
    exactMatchShare: 2 / 3,
  });
});

test('models without a common track have no mean', () => {
  expect(summarizeJaccard(setsOf([[1], null]), setsOf([null, [1]]))).toEqual({
    nTracks: 0,
    mean: null,
    meanEmptyAsZero: null,
    nBothEmpty: 0,
    exactMatchShare: null,
  });
});

test.each([
  { word: 0, bits: 0 },
  { word: 1, bits: 1 },
  { word: 0x8000_0000, bits: 1 },
  { word: -1, bits: 32 },
  { word: 0xffff_ffff, bits: 32 },
  { word: 0x1234_5678, bits: 13 },
])('$word has $bits set bits', ({ word, bits }) => {
  expect(countBits(word)).toBe(bits);
});
