import { jaccardOfSets } from './jaccard.ts';
import type { ScoreMatrix } from './score-matrix.ts';
import { createShortlist, rounded } from './shortlist.ts';
import type { TopSets } from './top-sets.ts';
import type { Votes } from './votes.ts';

/** A tag of a track that some models give and others do not. */
export interface SplitItem {
  readonly track: number;
  readonly tag: number;
  /** Models that give it. */
  readonly nVotes: number;
  /** From 0, all alike, to 1, as evenly split as so many models can be. */
  readonly split: number;
  /** Largest minus smallest score. */
  readonly spread: number;
}

/** The most evenly split (track, tag) items; among equals the ones with the widest spread of scores come first. */
export function mostSplitItems(
  votes: Votes,
  scores: readonly ScoreMatrix[],
  limit: number,
): readonly SplitItem[] {
  const { nModels, nTags, tracks, counts } = votes;
  const evenSplit = Math.floor(nModels / 2) * Math.ceil(nModels / 2);
  const shortlist = createShortlist<SplitItem>(limit, compareItems);
  for (let at = 0; at < counts.length; at++) {
    const nVotes = counts[at]!;
    const split = (nVotes * (nModels - nVotes)) / evenSplit;
    // Most items end here: of a whole corpus, half a million are split and some thousand evenly.
    if (split === 0 || split < leastSplit(shortlist.values, limit)) continue;
    const track = tracks[Math.floor(at / nTags)]!;
    const tag = at % nTags;
    shortlist.offer({ track, tag, nVotes, split, spread: spreadOf(scores, track * nTags + tag) });
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
function compareItems(a: SplitItem, b: SplitItem): number {
  return b.split - a.split || rounded(b.spread) - rounded(a.spread);
}

function leastSplit(items: readonly SplitItem[], limit: number): number {
  return items.length < limit ? 0 : items.at(-1)!.split;
}

function spreadOf(scores: readonly ScoreMatrix[], at: number): number {
  let least = Infinity;
  let most = -Infinity;
  for (const { values } of scores) {
    least = Math.min(least, values[at]!);
    most = Math.max(most, values[at]!);
  }
  return most - least;
}
