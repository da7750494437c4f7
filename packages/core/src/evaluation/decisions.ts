import type { Scores } from './ranking.ts';

/** Whether a score that equals its threshold is selected. The reference decides `>`; results and reports decide `>=`. */
export type DecisionRule = '>' | '>=';

/** How many decisions are right and wrong; tracks without the tag that do not get it are not counted. */
export interface DecisionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

export interface PrecisionRecall {
  readonly precision: number;
  readonly recall: number;
  readonly fScore: number;
}

/**
 * 1 where a score passes the threshold of its column, else 0; as long as `scores`.
 *
 * @param scores [nTracks, nTags] row-major
 * @param thresholds one per tag; compared in single precision with scores that are
 */
export function decide(
  scores: Scores,
  thresholds: readonly number[],
  rule: DecisionRule,
): Uint8Array {
  const single = scores instanceof Float32Array;
  const least = Float64Array.from(thresholds, (value) => (single ? Math.fround(value) : value));
  const decisions = new Uint8Array(scores.length);
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    const threshold = least[i % least.length]!;
    decisions[i] = score > threshold || (score === threshold && rule === '>=') ? 1 : 0;
  }
  return decisions;
}

export function countDecisions(truth: Uint8Array, decisions: Uint8Array): DecisionCounts {
  let truePositives = 0;
  let nPositive = 0;
  let nSelected = 0;
  for (let i = 0; i < truth.length; i++) {
    truePositives += truth[i]! & decisions[i]!;
    nPositive += truth[i]!;
    nSelected += decisions[i]!;
  }
  return {
    truePositives,
    falsePositives: nSelected - truePositives,
    falseNegatives: nPositive - truePositives,
  };
}

/**
 * Precision, recall and their harmonic mean; whatever would be 0 / 0 is 0.
 *
 * @see sklearn.metrics.precision_recall_fscore_support
 */
export function precisionRecall(counts: DecisionCounts): PrecisionRecall {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn } = counts;
  const precision = tp === 0 ? 0 : tp / (tp + fp);
  const recall = tp === 0 ? 0 : tp / (tp + fn);
  return { precision, recall, fScore: harmonicMean(precision, recall) };
}

/** The same expression as the reference: its rounding decides between equally good thresholds. */
function harmonicMean(precision: number, recall: number): number {
  const sum = precision + recall;
  return sum === 0 ? 0 : (2 * precision * recall) / sum;
}
