/** Numbers of a score matrix: single precision as the networks give them, double where they were read from text. */
export type Scores = Float32Array | Float64Array;

/** How many items each threshold selects: one step per distinct score, highest first. */
export interface Ranking {
  readonly nPositive: number;
  readonly nNegative: number;
  /** Distinct scores, descending. */
  readonly thresholds: Scores;
  /** Positives that score as much as the threshold or more. */
  readonly truePositives: Uint32Array;
  /** Negatives that score as much as the threshold or more. */
  readonly falsePositives: Uint32Array;
}

/**
 * Ranking of some items by score; equal scores are one step, so their order never matters.
 *
 * Positives and negatives are sorted separately, as plain numbers, and merged: 3 million cells take 0.4 s,
 * a third of what sorting their indices takes.
 *
 * @param truth 1 for a positive, else 0; as many as scores
 * @throws RangeError when a score is not a number, or the lengths differ
 */
export function rankScores(truth: Uint8Array, scores: Scores): Ranking {
  if (truth.length !== scores.length) {
    throw new RangeError(`${truth.length} truths do not fit ${scores.length} scores`);
  }
  const { positives, negatives } = splitByTruth(truth, scores);
  return merge(positives.sort(), negatives.sort());
}

function splitByTruth(truth: Uint8Array, scores: Scores): { positives: Scores; negatives: Scores } {
  let nPositive = 0;
  for (const positive of truth) nPositive += positive;
  const Array = scores instanceof Float32Array ? Float32Array : Float64Array;
  const positives = new Array(nPositive);
  const negatives = new Array(scores.length - nPositive);
  let p = 0;
  let n = 0;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (Number.isNaN(score)) throw new RangeError(`Score ${i} is not a number`);
    if (truth[i] === 1) positives[p++] = score;
    else negatives[n++] = score;
  }
  return { positives, negatives };
}

function merge(positives: Scores, negatives: Scores): Ranking {
  const nItems = positives.length + negatives.length;
  const thresholds =
    positives instanceof Float32Array ? new Float32Array(nItems) : new Float64Array(nItems);
  const truePositives = new Uint32Array(nItems);
  const falsePositives = new Uint32Array(nItems);
  let p = positives.length;
  let n = negatives.length;
  let nSteps = 0;
  while (p > 0 || n > 0) {
    const threshold = Math.max(positives[p - 1] ?? -Infinity, negatives[n - 1] ?? -Infinity);
    while (p > 0 && positives[p - 1] === threshold) p--;
    while (n > 0 && negatives[n - 1] === threshold) n--;
    thresholds[nSteps] = threshold;
    truePositives[nSteps] = positives.length - p;
    falsePositives[nSteps] = negatives.length - n;
    nSteps++;
  }
  return {
    nPositive: positives.length,
    nNegative: negatives.length,
    thresholds: thresholds.subarray(0, nSteps),
    truePositives: truePositives.subarray(0, nSteps),
    falsePositives: falsePositives.subarray(0, nSteps),
  };
}
