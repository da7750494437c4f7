import { leastScore } from '../tagging/top-k.ts';
import type { ScoreMatrix } from './score-matrix.ts';

export interface BestTracksOptions {
  readonly limit: number;
  /** Inclusive. */
  readonly threshold: number;
}

/**
 * The at most `limit` tracks with the highest scores of one tag that reach the threshold, highest first; equal scores
 * are in order of track.
 */
export function bestTracks(
  { nTracks, nTags, values, scored }: ScoreMatrix,
  tag: number,
  { limit, threshold }: BestTracksOptions,
): number[] {
  const least = leastScore(values, threshold);
  const scoreOf = (track: number) => values[track * nTags + tag]!;
  const reaching: number[] = [];
  for (let track = 0; track < nTracks; track++) {
    if (scored[track] === 1 && scoreOf(track) >= least) reaching.push(track);
  }
  return reaching.sort((a, b) => scoreOf(b) - scoreOf(a)).slice(0, limit);
}
