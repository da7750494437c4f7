import type { Ranking } from './ranking.ts';

/**
 * Share of the (positive, negative) pairs in which the positive scores higher, equal scores counting
 * half; in [0, 1], or null without a positive or without a negative, where it is not defined.
 *
 * The area under the ROC curve by trapezoids, in whole numbers until the last division: 3 million
 * cells stay far below 2^53.
 *
 * @see sklearn.metrics.roc_auc_score, which fails where this is null
 */
export function rocAuc(ranking: Ranking): number | null {
  const { nPositive, nNegative, truePositives, falsePositives } = ranking;
  if (nPositive === 0 || nNegative === 0) return null;
  let twiceTheArea = 0;
  let tp = 0;
  let fp = 0;
  for (let step = 0; step < truePositives.length; step++) {
    const nextTp = truePositives[step]!;
    const nextFp = falsePositives[step]!;
    twiceTheArea += (nextFp - fp) * (tp + nextTp);
    tp = nextTp;
    fp = nextFp;
  }
  return twiceTheArea / (2 * nPositive * nNegative);
}

/**
 * Average precision, the area under the precision-recall curve as a sum of steps: every gain in recall
 * counts with the precision at its end. In [0, 1]; null without a positive, where there is no recall.
 *
 * @see sklearn.metrics.average_precision_score, which returns 0 where this is null
 */
export function averagePrecision(ranking: Ranking): number | null {
  const { nPositive, truePositives, falsePositives } = ranking;
  if (nPositive === 0) return null;
  let sum = 0;
  let tp = 0;
  for (let step = 0; step < truePositives.length; step++) {
    const nextTp = truePositives[step]!;
    sum += (nextTp - tp) * (nextTp / (nextTp + falsePositives[step]!));
    tp = nextTp;
  }
  return sum / nPositive;
}
