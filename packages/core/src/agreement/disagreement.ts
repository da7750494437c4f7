import { jaccardOfSets } from './jaccard.ts';
import type { ScoreMatrix } from './score-matrix.ts';
import type { SelectionCounts } from './selection-counts.ts';
import { createShortlist, rounded } from './shortlist.ts';
import type { TopSets } from './top-sets.ts';

/** A tag of a track that some models select and others do not. */
export interface Disagreement {
  readonly track: number;
  readonly tag: number;
  /** Models that have the tag in their top-k. */
  readonly nSelecting: number;
  /** From 0, all models decide alike, to 1, they disagree as evenly as so many models can. */
  readonly disagreement: number;
  /** Largest minus smallest score. */
  readonly scoreRange: number;
}

/** The (track, tag) items on which the models disagree most; among equals those with the widest range of scores. */
export function largestDisagreements(
  selections: SelectionCounts,
  scores: readonly ScoreMatrix[],
  limit: number,
): readonly Disagreement[] {
  const { nModels, nTags, tracks, counts } = selections;
  const nMostPairs = Math.floor(nModels / 2) * Math.ceil(nModels / 2);
  const shortlist = createShortlist<Disagreement>(limit, compareDisagreements);
  for (let at = 0; at < counts.length; at++) {
    const nSelecting = counts[at]!;
    const disagreement = (nSelecting * (nModels - nSelecting)) / nMostPairs;
    // Most items end here: models disagree on half a million items of a whole corpus, and evenly on some thousand.
    if (disagreement === 0 || disagreement < smallestListed(shortlist.values, limit)) continue;
    const track = tracks[Math.floor(at / nTags)]!;
    const tag = at % nTags;
    const scoreRange = rangeOf(scores, track * nTags + tag);
    shortlist.offer({ track, tag, nSelecting, disagreement, scoreRange });
  }
  return shortlist.values;
}

/** Mean Jaccard index over the pairs of models that scored the track; null where there is no pair. */
export function trackAgreement(models: readonly TopSets[]): readonly (number | null)[] {
  const nTracks = models[0]?.nTracks ?? 0;
  const means = Array<number | null>(nTracks).fill(null);
  for (let track = 0; track < nTracks; track++) {
    const scored = models.filter((model) => model.scored[track] === 1);
    const nPairs = (scored.length * (scored.length - 1)) / 2;
    let sum = 0;
    for (let i = 0; i < scored.length; i++) {
      for (let j = i + 1; j < scored.length; j++) {
        sum += jaccardOfSets(scored[i]!, track, scored[j]!, track);
      }
    }
    if (nPairs > 0) means[track] = sum / nPairs;
  }
  return means;
}

/** Items are offered by track and tag, so equal ones stay in that order. */
function compareDisagreements(a: Disagreement, b: Disagreement): number {
  return b.disagreement - a.disagreement || rounded(b.scoreRange) - rounded(a.scoreRange);
}

function smallestListed(items: readonly Disagreement[], limit: number): number {
  return items.length < limit ? 0 : items.at(-1)!.disagreement;
}

function rangeOf(scores: readonly ScoreMatrix[], at: number): number {
  let least = Infinity;
  let most = -Infinity;
  for (const { values } of scores) {
    least = Math.min(least, values[at]!);
    most = Math.max(most, values[at]!);
  }
  return most - least;
}
