import { describe, expect, test } from 'vitest';
import { averagePrecision, rocAuc } from './ranking-measures.ts';
import { rankScores } from './ranking.ts';
import { bestThreshold } from './thresholds.ts';

const { NaN: NOT_A_NUMBER } = Number;

test('equal scores are one step, best first', () => {
  const ranking = rankScores(Uint8Array.of(1, 0, 1, 0, 0), Float64Array.of(0.5, 0.5, 0.9, 0, -0));
  expect(ranking).toEqual({
    nPositive: 2,
    nNegative: 3,
    thresholds: Float64Array.of(0.9, 0.5, 0),
    truePositives: Uint32Array.of(1, 2, 2),
    falsePositives: Uint32Array.of(0, 1, 3),
  });
});

test.each([
  { what: 'a positive', truth: [0, 1], scores: [0.5, NOT_A_NUMBER] },
  { what: 'a negative', truth: [0, 1], scores: [NOT_A_NUMBER, 0.5] },
])('a score that is not a number is refused, of $what', ({ truth, scores }) => {
  expect(() => rankScores(Uint8Array.from(truth), Float64Array.from(scores))).toThrow(
    /^Score \d is not a number$/,
  );
});

test('the numbers of labels and scores must be equal', () => {
  expect(() => rankScores(Uint8Array.of(1), Float64Array.of(0.1, 0.2))).toThrow(RangeError);
});

test.each([
  { truth: [], scores: [], roc: null, ap: null, threshold: null },
  { truth: [1], scores: [0.5], roc: null, ap: 1, threshold: 0.5 },
  { truth: [0], scores: [0.5], roc: null, ap: null, threshold: 0.5 },
  { truth: [0, 0], scores: [0.5, 0.25], roc: null, ap: null, threshold: 0.25 },
  { truth: [1, 1], scores: [0.5, 0.25], roc: null, ap: 1, threshold: 0.25 },
  { truth: [0, 1], scores: [0.25, 0.5], roc: 1, ap: 1, threshold: 0.5 },
  { truth: [1, 0], scores: [0.25, 0.5], roc: 0, ap: 0.5, threshold: 0.25 },
  { truth: [1, 0, 0, 0], scores: [0.5, 0.5, 0.5, 0.5], roc: 0.5, ap: 0.25, threshold: 0.5 },
  { truth: [1, 0, 1, 1], scores: [0.5, 0.5, 0.1, 0.1], roc: 1 / 6, ap: 2 / 3, threshold: 0.1 },
  { truth: [1, 0], scores: [Infinity, -Infinity], roc: 1, ap: 1, threshold: Infinity },
])('$truth scored $scores: ROC-AUC $roc, PR-AUC $ap, threshold $threshold', (example) => {
  const ranking = rankScores(Uint8Array.from(example.truth), Float64Array.from(example.scores));
  expect(rocAuc(ranking)).toBe(example.roc);
  expect(averagePrecision(ranking)).toBe(example.ap);
  expect(bestThreshold(ranking)?.threshold ?? null).toBe(example.threshold);
});

describe.each([
  { grid: 5, why: 'almost all scores are tied' },
  { grid: 100, why: 'many are' },
  { grid: 1e9, why: 'none is' },
])('on random scores of which $why', ({ grid }) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'every measure is that of its definition (seed %d)',
    (seed) => {
      const random = createRandom(seed * grid);
      const nItems = 40 + seed * 10;
      const truth = Uint8Array.from({ length: nItems }, () => (random() < 0.3 ? 1 : 0));
      const scores = Float64Array.from(truth, (positive) => {
        return Math.floor((random() + 0.4 * positive) * grid) / grid;
      });
      const ranking = rankScores(truth, scores);
      expect(rocAuc(ranking)).toBeCloseTo(pairwiseAuc(truth, scores), 12);
      expect(averagePrecision(ranking)).toBeCloseTo(naiveAveragePrecision(truth, scores), 12);
      const best = naiveBestF(truth, scores);
      expect(bestThreshold(ranking)?.threshold).toBe(best.threshold);
      expect(bestThreshold(ranking)?.fScore).toBeCloseTo(best.fScore, 12);
    },
  );
});

/** Every pair of a positive and a negative, one by one. */
function pairwiseAuc(truth: Uint8Array, scores: Float64Array): number {
  let won = 0;
  let nPairs = 0;
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (truth[i] !== 1 || truth[j] !== 0) continue;
      nPairs++;
      if (a > b) won += 1;
      else if (a === b) won += 0.5;
    }
  }
  return won / nPairs;
}

/** Mean, over the positives, of the precision among all that score as much or more. */
function naiveAveragePrecision(truth: Uint8Array, scores: Float64Array): number {
  const precisions = [...scores.keys()]
    .filter((i) => truth[i] === 1)
    .map((i) => precisionRecallAt(truth, scores, scores[i]!).precision);
  return precisions.reduce((sum, value) => sum + value, 0) / precisions.length;
}

function naiveBestF(truth: Uint8Array, scores: Float64Array) {
  let best = { threshold: NOT_A_NUMBER, fScore: -1 };
  for (const threshold of [...scores].sort((a, b) => a - b)) {
    const { precision, recall } = precisionRecallAt(truth, scores, threshold);
    const fScore = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
    if (fScore > best.fScore) best = { threshold, fScore };
  }
  return best;
}

function precisionRecallAt(truth: Uint8Array, scores: Float64Array, threshold: number) {
  const selected = [...scores.keys()].filter((i) => scores[i]! >= threshold);
  const nRight = selected.filter((i) => truth[i] === 1).length;
  const nPositive = truth.filter((value) => value === 1).length;
  return { precision: nRight / selected.length, recall: nRight / nPositive };
}

/** @see mulberry32 */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
