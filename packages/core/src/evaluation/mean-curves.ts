import type { Ranking } from './ranking.ts';

/** Both curves are sampled at 0, 1, ... 100 percent. */
const PERCENT: readonly number[] = Array.from({ length: 101 }, (_, i) => i);

/** Curves of the tags of a model, averaged vertically; the areas below them are the macro averages. */
export interface MeanCurves {
  /** Mean true positive rate at each false positive rate; empty when no tag has one. */
  readonly roc: readonly number[];
  /** Mean precision at each recall; empty when no tag has one. */
  readonly precisionRecall: readonly number[];
}

/** Mean curves over the tags for which each is defined. */
export function meanCurves(rankings: readonly Ranking[]): MeanCurves {
  const withPositive = rankings.filter(({ nPositive }) => nPositive > 0);
  const withBoth = withPositive.filter(({ nNegative }) => nNegative > 0);
  return {
    roc: meanCurve(withBoth.map(rocCurve)),
    precisionRecall: meanCurve(withPositive.map(precisionRecallCurve)),
  };
}

function meanCurve(curves: readonly (readonly number[])[]): readonly number[] {
  if (curves.length === 0) return [];
  return PERCENT.map((i) => {
    return curves.reduce((sum, curve) => sum + curve[i]!, 0) / curves.length;
  });
}

/** True positive rate, straight between two steps. */
function rocCurve({ nPositive, nNegative, truePositives, falsePositives }: Ranking): number[] {
  let step = 0;
  return PERCENT.map((rate) => {
    const target = (rate * nNegative) / 100;
    while (step < falsePositives.length && falsePositives[step]! <= target) step++;
    const [fp, tp] = [falsePositives[step - 1] ?? 0, truePositives[step - 1] ?? 0];
    const [nextFp, nextTp] = [falsePositives[step] ?? fp, truePositives[step] ?? tp];
    const share = nextFp > fp ? (target - fp) / (nextFp - fp) : 0;
    return (tp + share * (nextTp - tp)) / nPositive;
  });
}

/** Precision at the step that reaches the recall, as average precision counts it. */
function precisionRecallCurve({ nPositive, truePositives, falsePositives }: Ranking): number[] {
  let step = 0;
  return PERCENT.map((recall) => {
    const target = Math.max(1, (recall * nPositive) / 100);
    while (truePositives[step]! < target) step++;
    return truePositives[step]! / (truePositives[step]! + falsePositives[step]!);
  });
}
