import { EarmarkError } from '../failure/earmark-error.ts';
import { precisionRecall } from './decisions.ts';
import { type JoinedTruth, joinTruth, matchRows } from './join-truth.ts';
import { type LabelledScores, tagColumn } from './labelled-scores.ts';
import type { Predictions } from './predictions.ts';
import { type Ranking, rankScores } from './ranking.ts';
import type { Truth } from './truth.ts';

/** Source of the thresholds that decide which tags a track gets. */
export interface ThresholdSource {
  /** Of the file; null where they are learnt on the tracks that are evaluated. */
  readonly name: string | null;
  /** One threshold per tag of `joined`. @throws USAGE_INVALID when there is none for a tag */
  thresholdsFor(predictions: Predictions, joined: JoinedTruth): readonly number[];
}

/** Thresholds of the largest F on the evaluated tracks themselves: an upper bound of what thresholds can reach. */
export const LEARNT_ON_EVALUATED_TRACKS: ThresholdSource = {
  name: null,
  thresholdsFor: (_, { labelled }) => learnThresholds(labelled),
};

/** Thresholds of the largest F on other tracks, from the scores of the same model for them. */
export function thresholdsLearntOn(truth: Truth, name: string): ThresholdSource {
  return {
    name,
    thresholdsFor(predictions, { tags }) {
      const other = joinTruth(predictions, truth, matchRows(predictions, truth).pairs);
      if (other.labelled.nTracks === 0) {
        throw new EarmarkError(
          'USAGE_INVALID',
          `${predictions.name} has scored no track of ${name}, so no threshold can be learnt on it.`,
        );
      }
      const learnt = learnThresholds(other.labelled);
      return pick(new Map(other.tags.map(({ tag }, i) => [tag, learnt[i]!])), tags, name);
    },
  };
}

/** Known thresholds by tag. @param ofModel those of a model by its name; undefined when there are none */
export function knownThresholds(
  ofModel: (model: string) => ReadonlyMap<string, number> | undefined,
  name: string,
): ThresholdSource {
  return {
    name,
    thresholdsFor(predictions, { tags }) {
      const thresholds = ofModel(predictions.name);
      if (thresholds) return pick(thresholds, tags, name);
      throw new EarmarkError('USAGE_INVALID', `${name} has no thresholds for ${predictions.name}.`);
    },
  };
}

function pick(
  thresholds: ReadonlyMap<string, number>,
  tags: JoinedTruth['tags'],
  name: string,
): readonly number[] {
  return tags.map(({ tag }) => {
    const threshold = thresholds.get(tag);
    if (threshold !== undefined) return threshold;
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} gives no threshold for the tag "${tag}". Name a file with a threshold for every evaluated tag.`,
    );
  });
}

/** The threshold of largest F of every tag, on these tracks. @throws RangeError when there are none */
export function learnThresholds(labelled: LabelledScores): number[] {
  return Array.from({ length: labelled.nTags }, (_, tag) => {
    const { truth, scores } = tagColumn(labelled, null, tag);
    const best = bestThreshold(rankScores(truth, scores));
    if (best === null) throw new RangeError('Thresholds cannot be learnt from no tracks');
    return best.threshold;
  });
}

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
