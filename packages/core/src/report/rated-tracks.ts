import type { ScoreMatrix } from '../agreement/score-matrix.ts';
import type { TopSets } from '../agreement/top-sets.ts';
import type { Rater } from './run-report.ts';

/** A model, or the ensemble, with its scores of every track of the run and their top-k sets. */
export interface RatedTracks<Name extends Rater = Rater> {
  readonly rater: Name;
  readonly scores: ScoreMatrix;
  readonly sets: TopSets;
}

/** A track of the run; its row in every score matrix is its place in the list. */
export interface ReportedTrack {
  /** Relative to the source. */
  readonly file: string;
  readonly uri: string;
}
