import type { Ranking } from './ranking.ts';

/**
 * Average precision, the area under the precision-recall curve as a sum of steps: every gain in recall
 * counts with the precision at its end. In [0, 1]; null without a positive, where there is no recall.
 *
 * @see sklearn.metrics.average_precision_score, which says 0 where this is null
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
