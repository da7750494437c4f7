import { EarmarkError } from '../failure/earmark-error.ts';
import { type JoinedTruth, joinTruth } from './join-truth.ts';
import { learnThresholds } from './learn-thresholds.ts';
import { matchRows } from './match-rows.ts';
import type { Predictions } from './predictions.ts';
import type { Truth } from './truth.ts';

/** Where the thresholds come from that decide which tags a track gets. */
export interface ThresholdSource {
  /** Of the file; null where they are learnt on the tracks that are evaluated. */
  readonly name: string | null;
  /** One threshold per tag of `joined`. @throws USAGE_INVALID when there is none for a tag */
  thresholdsFor(predictions: Predictions, joined: JoinedTruth): readonly number[];
}

/** Thresholds of the largest F on the very tracks that are evaluated: the best that thresholds could do. */
export const OWN_TRACKS: ThresholdSource = {
  name: null,
  thresholdsFor: (_, { labelled }) => learnThresholds(labelled),
};

/** Thresholds of the largest F on other tracks, from what the same model says of them. */
export function learntOn(truth: Truth, name: string): ThresholdSource {
  return {
    name,
    thresholdsFor(predictions, { tags }) {
      const other = joinTruth(predictions, truth, matchRows(predictions, truth).pairs);
      if (other.labelled.nTracks === 0) {
        throw new EarmarkError(
          'USAGE_INVALID',
          `${predictions.id} has scored no track of ${name}, so no threshold can be learnt on it.`,
        );
      }
      const learnt = learnThresholds(other.labelled);
      return pick(new Map(other.tags.map(({ tag }, i) => [tag, learnt[i]!])), tags, name);
    },
  };
}

/** Thresholds that are known, by tag. @param ofModel those of a model; undefined when there are none */
export function given(
  ofModel: (id: string) => ReadonlyMap<string, number> | undefined,
  name: string,
): ThresholdSource {
  return {
    name,
    thresholdsFor({ id }, { tags }) {
      const thresholds = ofModel(id);
      if (thresholds) return pick(thresholds, tags, name);
      throw new EarmarkError('USAGE_INVALID', `${name} has no thresholds for ${id}.`);
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
      `${name} gives no threshold for the tag "${tag}". Name a file that knows every tag that is evaluated.`,
    );
  });
}
