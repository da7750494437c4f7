import { countScored, type ScoreMatrix } from './score-matrix.ts';
import { forEachTag, type TopSets } from './top-sets.ts';

/** How often one model gives one tag. */
export interface TagFrequency {
  /** Scored tracks with the tag among their top-k. */
  readonly count: number;
  /** `count` over the number of scored tracks; null when the model scored none. */
  readonly share: number | null;
  /** Mean score over all scored tracks, in the top-k or not; null when there are none. */
  readonly meanScore: number | null;
}

/** Frequency of every tag of the vocabulary, in its order. `sets` are the top-k sets of `matrix`. */
export function tagFrequencies(matrix: ScoreMatrix, sets: TopSets): TagFrequency[] {
  const nScored = countScored(matrix);
  const perTrack = (total: number): number | null => (nScored === 0 ? null : total / nScored);
  const counts = countTracks(sets);
  return Array.from(sumScores(matrix), (sum, tag) => {
    const count = counts[tag]!;
    return { count, share: perTrack(count), meanScore: perTrack(sum) };
  });
}

/** Number of tracks whose set holds each tag. */
function countTracks(sets: TopSets): Uint32Array {
  const counts = new Uint32Array(sets.nTags);
  for (let track = 0; track < sets.nTracks; track++) {
    forEachTag(sets, track, (tag) => counts[tag]!++);
  }
  return counts;
}

/** Sum of the scores of each tag; rows that were not scored are zeros and add nothing. */
function sumScores({ nTracks, nTags, values }: ScoreMatrix): Float64Array {
  const sums = new Float64Array(nTags);
  for (let track = 0; track < nTracks; track++) {
    for (let tag = 0; tag < nTags; tag++) sums[tag]! += values[track * nTags + tag]!;
  }
  return sums;
}
