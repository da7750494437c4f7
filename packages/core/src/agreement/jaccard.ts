import type { TopSets } from './top-sets.ts';

/** Similarity of the top-k sets of two models, over the tracks that both scored. */
export interface JaccardSummary {
  readonly nTracks: number;
  /** Mean Jaccard index; two empty sets agree, so they count as 1. Null without a common track. */
  readonly mean: number | null;
  /** The same with two empty sets counted as 0. */
  readonly meanEmptyAsZero: number | null;
  /** Tracks for which neither model had a tag over the threshold. */
  readonly nBothEmpty: number;
  /** Share of tracks on which the two sets are the same. */
  readonly exactMatchShare: number | null;
}

/** Agreement of two models that score the same vocabulary over the same tracks. */
export function summarizeJaccard(a: TopSets, b: TopSets): JaccardSummary {
  let nTracks = 0;
  let nBothEmpty = 0;
  let nExactMatches = 0;
  let sum = 0;
  for (let track = 0; track < a.nTracks; track++) {
    if ((a.scored[track]! & b.scored[track]!) === 0) continue;
    const { nShared, nEither } = overlap(a, track, b, track);
    nTracks++;
    if (nEither === 0) nBothEmpty++;
    if (nShared === nEither) nExactMatches++;
    sum += jaccardIndex(nShared, nEither);
  }
  const perTrack = (total: number): number | null => (nTracks === 0 ? null : total / nTracks);
  return {
    nTracks,
    mean: perTrack(sum),
    meanEmptyAsZero: perTrack(sum - nBothEmpty),
    nBothEmpty,
    exactMatchShare: perTrack(nExactMatches),
  };
}

/** |A ∩ B| / |A ∪ B| of one track, in [0, 1]; null where one of the models has no scores. */
export function jaccardOfTrack(a: TopSets, b: TopSets, track: number): number | null {
  if (a.scored[track] !== 1 || b.scored[track] !== 1) return null;
  return jaccardOfSets(a, track, b, track);
}

/** The Jaccard index of the set of one model for a track and of the other for another track; both must be scored. */
export function jaccardOfSets(a: TopSets, trackA: number, b: TopSets, trackB: number): number {
  const { nShared, nEither } = overlap(a, trackA, b, trackB);
  return jaccardIndex(nShared, nEither);
}

/** Two empty sets agree (scikit-learn's `zero_division=1`). */
function jaccardIndex(nShared: number, nEither: number): number {
  return nEither === 0 ? 1 : nShared / nEither;
}

/** Called some ten million times for nine models and a corpus of 55,000 tracks. */
function overlap(a: TopSets, trackA: number, b: TopSets, trackB: number) {
  const { wordsPerTrack } = a;
  let nShared = 0;
  let nEither = 0;
  for (let i = 0; i < wordsPerTrack; i++) {
    const wordA = a.words[trackA * wordsPerTrack + i]!;
    const wordB = b.words[trackB * wordsPerTrack + i]!;
    nShared += countBits(wordA & wordB);
    nEither += countBits(wordA | wordB);
  }
  return { nShared, nEither };
}

/**
 * Number of set bits of a 32-bit word.
 *
 * @see Warren, Hacker's Delight, section 5-1: sums of neighbouring pairs, nibbles, then bytes
 */
export function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  const bytes = (nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(bytes, 0x0101_0101) >>> 24;
}
