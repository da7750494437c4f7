import type { ScoreMatrix } from './score-matrix.ts';
import { forEachTag, type TopSets } from './top-sets.ts';

export const N_BINS = 20;

/** How the scores of one model are distributed: counts in bins of 0.05 from 0 to 1; 1 itself is in the last. */
export interface Histogram {
  /** Every score of every scored track. */
  readonly all: number[];
  /** The scores inside the top-k. */
  readonly topK: number[];
}

/** `sets` are the top-k sets of `matrix`. */
export function scoreHistogram(matrix: ScoreMatrix, sets: TopSets): Histogram {
  const { nTracks, nTags, values, scored } = matrix;
  // One more for a score of 1, which is added to the last bin at the end.
  const all = new Uint32Array(N_BINS + 1);
  const topK = new Uint32Array(N_BINS + 1);
  for (let track = 0; track < nTracks; track++) {
    if (scored[track] !== 1) continue;
    const row = track * nTags;
    for (let at = row; at < row + nTags; at++) all[binOf(values[at]!)]!++;
    forEachTag(sets, track, (tag) => topK[binOf(values[row + tag]!)]!++);
  }
  return { all: toBins(all), topK: toBins(topK) };
}

/** Twenty-five million calls for a whole corpus: `| 0` takes half the time of `Math.floor`. */
function binOf(score: number): number {
  return (score * N_BINS) | 0;
}

function toBins(counts: Uint32Array): number[] {
  const bins = [...counts.subarray(0, N_BINS)];
  bins[N_BINS - 1]! += counts[N_BINS]!;
  return bins;
}
