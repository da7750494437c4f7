import { topK } from '../tagging/top-k.ts';
import { spearman } from './spearman.ts';

/** How far the scores of two forms of one model differ over some tracks: of one in int8 from one in float32. */
export interface ScoreChanges {
  readonly nTracks: number;
  /** Largest difference of a score. */
  readonly maxDifference: number;
  /** Mean difference of all scores. */
  readonly meanDifference: number;
  /** Tracks whose five best tags, or whose best tag, are others. */
  readonly nChanged: number;
  /** Largest distance, before, between a tag that left the best ones and one that came in instead; 0 without a change. */
  readonly largestGap: number;
  /** Mean Jaccard index of the five best tags. */
  readonly meanJaccard: number;
  /** The tag whose order of the tracks changed most: index, and rank correlation in [-1, 1]. */
  readonly worstTag: { readonly tag: number; readonly spearman: number };
}

/**
 * @param before scores of each track, [nTags], one track and more
 * @param after of the same tracks and tags
 */
export function scoreChanges(
  before: readonly Float32Array[],
  after: readonly Float32Array[],
): ScoreChanges {
  const tracks = before.map((scores, track) => compareTrack(scores, after[track]!));
  const nTracks = tracks.length;
  const mean = (pick: (track: TrackChange) => number) =>
    tracks.reduce((sum, track) => sum + pick(track), 0) / nTracks;
  const most = (pick: (track: TrackChange) => number) => Math.max(...tracks.map(pick));
  return {
    nTracks,
    maxDifference: most((track) => track.maxDifference),
    meanDifference: mean((track) => track.meanDifference),
    nChanged: tracks.filter(({ gap }) => gap !== null).length,
    largestGap: most(({ gap }) => gap ?? 0),
    meanJaccard: mean(({ jaccard }) => jaccard),
    worstTag: worstTag(before, after),
  };
}

interface TrackChange {
  readonly maxDifference: number;
  readonly meanDifference: number;
  readonly jaccard: number;
  /** Null when the best tags are the same. */
  readonly gap: number | null;
}

/** How many of its best tags a track is known by. */
const N_BEST = 5;

function compareTrack(before: Float32Array, after: Float32Array): TrackChange {
  const differences = Array.from(before, (score, tag) => Math.abs(score - after[tag]!));
  const bestBefore = topK(before, { k: N_BEST, threshold: 0 });
  const bestAfter = topK(after, { k: N_BEST, threshold: 0 });
  const left = bestBefore.filter((tag) => !bestAfter.includes(tag));
  const entered = bestAfter.filter((tag) => !bestBefore.includes(tag));
  const [top = 0] = bestBefore;
  const [newTop = 0] = bestAfter;
  const gaps = [
    ...left.flatMap((out) => entered.map((into) => before[out]! - before[into]!)),
    ...(top === newTop ? [] : [before[top]! - before[newTop]!]),
  ];
  const nShared = bestBefore.length - left.length;
  return {
    maxDifference: Math.max(...differences),
    meanDifference: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    jaccard: nShared / (nShared + left.length + entered.length),
    gap: gaps.length > 0 ? Math.max(...gaps) : null,
  };
}

function worstTag(before: readonly Float32Array[], after: readonly Float32Array[]) {
  const column = (scores: readonly Float32Array[], tag: number) => scores.map((row) => row[tag]!);
  return Array.from(before[0]!, (_, tag) => ({
    tag,
    spearman: spearman(column(before, tag), column(after, tag)),
  })).reduce((worst, one) => (one.spearman < worst.spearman ? one : worst));
}

/** One of the limits within which a model in int8 may be used for one in float32. */
export interface JudgedLimit {
  readonly what: string;
  readonly value: number;
  /** `at most` or `at least`. */
  readonly bound: string;
  readonly limit: number;
  readonly holds: boolean;
}

/** The changes, one by one, with their limits. */
export function judgeScoreChanges(changes: ScoreChanges): readonly JudgedLimit[] {
  return [
    atMost('largest difference of a score', changes.maxDifference, 0.02),
    atMost('mean difference', changes.meanDifference, 0.001),
    atMost('gap between best tags that changed places', changes.largestGap, 0.005),
    atLeast('mean Jaccard index of the five best tags', changes.meanJaccard, 0.97),
    atLeast('rank correlation of the worst tag', changes.worstTag.spearman, 0.99),
  ];
}

function atMost(what: string, value: number, limit: number): JudgedLimit {
  return { what, value, bound: 'at most', limit, holds: value <= limit };
}

function atLeast(what: string, value: number, limit: number): JudgedLimit {
  return { what, value, bound: 'at least', limit, holds: value >= limit };
}
