import { expect, test } from 'vitest';
import { decide } from './decisions.ts';
import { evaluateScores } from './evaluate-scores.ts';
import type { LabelledScores } from './labelled-scores.ts';
import type { MeanMode } from './mean-measures.ts';

/** Of four tracks: "a" is on top of the list, "b" at its end, "none" on no track, "all" on every one. */
const labelled: LabelledScores = {
  nTracks: 4,
  nTags: 4,
  truth: Uint8Array.of(1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1),
  scores: Float64Array.of(
    ...[0.9, 0.9, 0.1, 0.5],
    ...[0.7, 0.7, 0.2, 0.5],
    ...[0.5, 0.5, 0.3, 0.5],
    ...[0.3, 0.3, 0.4, 0.5],
  ),
};
const tags = [
  { tag: 'x---a', category: 'x' },
  { tag: 'x---b', category: 'x' },
  { tag: 'y---none', category: 'y' },
  { tag: 'y---all', category: 'y' },
];

function evaluate(mode: MeanMode, thresholds: readonly number[] | null = null) {
  const decisions = thresholds && decide(labelled.scores, thresholds, '>=');
  return evaluateScores({ labelled, tags, decisions, thresholds, mode });
}

test('a tag has the measures that are defined for it', () => {
  expect(
    evaluate('lenient').tags.map(({ nPositive, rocAuc, prAuc }) => [nPositive, rocAuc, prAuc]),
  ).toEqual([
    [1, 1, 1],
    [1, 0, 0.25],
    [0, null, null],
    [4, null, 1],
  ]);
});

test('a lenient mean excludes undefined measures and counts them', () => {
  expect(evaluate('lenient').macro).toMatchObject({
    n: 4,
    rocAuc: 0.5,
    nWithoutRocAuc: 2,
    prAuc: 0.75,
    nWithoutPrAuc: 1,
  });
});

test('a strict mean is that of the reference: no ROC-AUC, and no precision without positives', () => {
  expect(evaluate('strict').macro).toMatchObject({ rocAuc: null, prAuc: 2.25 / 4 });
});

test('categories are means over their tags', () => {
  const means = evaluate('lenient').categories.map(({ category, n, rocAuc, prAuc }) => [
    category,
    n,
    rocAuc,
    prAuc,
  ]);
  expect(means).toEqual([
    ['x', 2, 0.5, 0.625],
    ['y', 2, null, 1],
  ]);
});

test('without decisions there is no precision, recall or F', () => {
  const { macro, micro, tags: all } = evaluate('lenient');
  for (const measures of [macro, micro, ...all]) {
    expect(measures).toMatchObject({ precision: null, recall: null, fScore: null });
  }
});

test('decisions are measured per tag, over all cells and per track', () => {
  const { macro, micro, samples } = evaluate('lenient', [0.8, 0.8, 0.8, 0.5]);
  expect(macro).toMatchObject({ precision: 0.5, recall: 0.5, fScore: 0.5 });
  expect(micro).toMatchObject({ precision: 5 / 6, recall: 5 / 6 });
  expect(samples).toMatchObject({ n: 4, precision: (2 / 3 + 3) / 4, recall: (3 + 0.5) / 4 });
});

test('the area below a mean curve is the mean of the areas', () => {
  const { curves } = evaluate('lenient');
  expect(curves.roc).toHaveLength(101);
  expect([curves.roc[0], curves.roc[50], curves.roc[100]]).toEqual([0.5, 0.5, 1]);
  expect(new Set(curves.precisionRecall)).toEqual(new Set([0.75]));
});
