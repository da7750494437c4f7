import { jaccardOfSets } from './jaccard.ts';
import type { TopSets } from './top-sets.ts';

/** Pairs of tracks that are sampled: the standard error of the mean stays below 0.001. */
const N_SAMPLES = 100_000;

/**
 * Mean Jaccard index of the set of one model for a track and the set of the other model for another track: the
 * agreement by chance of two models with these tag frequencies. Null with fewer than two common tracks.
 *
 * Exact up to 316 common tracks: all pairs of different tracks. Beyond that it is the mean over evenly spaced
 * shifts of one list of tracks against the other, so that neighbours, often of one album, are not paired.
 */
export function chanceJaccard(a: TopSets, b: TopSets): number | null {
  const tracks = commonTracks(a, b);
  const n = tracks.length;
  if (n < 2) return null;
  const nShifts = Math.min(n - 1, Math.ceil(N_SAMPLES / n));
  let sum = 0;
  for (let i = 1; i <= nShifts; i++) {
    const shift = Math.floor((i * n) / (nShifts + 1));
    for (let at = 0; at < n; at++) {
      sum += jaccardOfSets(a, tracks[at]!, b, tracks[(at + shift) % n]!);
    }
  }
  return sum / (nShifts * n);
}

/**
 * Expected Jaccard index of two random sets of `k` of `nTags` tags, all tags equally likely: the overlap is
 * hypergeometric. Fewer tags than `k` leave one possible set, so 1.
 */
export function uniformJaccard({ k, nTags }: { k: number; nTags: number }): number {
  const size = Math.min(k, nTags);
  let expected = 0;
  for (let nShared = Math.max(0, 2 * size - nTags); nShared <= size; nShared++) {
    const ways = choose(size, nShared) * choose(nTags - size, size - nShared);
    expected += (ways / choose(nTags, size)) * (nShared / (2 * size - nShared));
  }
  return expected;
}

function commonTracks(a: TopSets, b: TopSets): Uint32Array {
  const tracks = new Uint32Array(a.nTracks);
  let n = 0;
  for (let track = 0; track < a.nTracks; track++) {
    if ((a.scored[track]! & b.scored[track]!) === 1) tracks[n++] = track;
  }
  return tracks.subarray(0, n);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways *= (n - k + i) / i;
  return ways;
}
