import { precisionRecall } from './decisions.ts';
import type { Ranking } from './ranking.ts';

export interface BestThreshold {
  readonly threshold: number;
  /** F of selecting the scores that reach it. */
  readonly fScore: number;
}

/**
 * The lowest score at which selecting all that reach it gives the largest F; null without any score.
 * Where there is no positive, F is 0 everywhere, so it is the lowest score.
 *
 * @see mediaeval/calculate_decisions of MTG-Jamendo: the first maximum over ascending candidates
 */
export function bestThreshold(ranking: Ranking): BestThreshold | null {
  const { nPositive, thresholds, truePositives, falsePositives } = ranking;
  let best: BestThreshold | null = null;
  for (let step = thresholds.length - 1; step >= 0; step--) {
    const tp = truePositives[step]!;
    const counts = {
      truePositives: tp,
      falsePositives: falsePositives[step]!,
      falseNegatives: nPositive - tp,
    };
    const { fScore } = precisionRecall(counts);
    if (best === null || fScore > best.fScore) best = { threshold: thresholds[step]!, fScore };
  }
  return best;
}
