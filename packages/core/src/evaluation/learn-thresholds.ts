import { bestThreshold } from './best-threshold.ts';
import { type LabelledScores, tagColumn } from './labelled-scores.ts';
import { rankScores } from './ranking.ts';

/** The threshold of largest F of every tag, on these tracks. @throws RangeError when there are none */
export function learnThresholds(labelled: LabelledScores): number[] {
  return Array.from({ length: labelled.nTags }, (_, tag) => {
    const { truth, scores } = tagColumn(labelled, null, tag);
    const best = bestThreshold(rankScores(truth, scores));
    if (best === null) throw new RangeError('Thresholds cannot be learnt from no tracks');
    return best.threshold;
  });
}
