import { scoreHistogram } from '../agreement/histogram.ts';
import { countScored, type ScoreMatrix } from '../agreement/score-matrix.ts';
import { tagFrequencies } from '../agreement/tag-frequency.ts';
import { topSets, type TopSets } from '../agreement/top-sets.ts';
import type { TopKOptions } from '../tagging/top-k.ts';
import type { Rater, RaterReport } from './run-report.ts';

/** A model, or the ensemble, with its scores of every track of the run, their top-k sets, and what is reported of it alone. */
export interface RatedTracks<Name extends Rater = Rater> {
  readonly rater: Name;
  readonly scores: ScoreMatrix;
  readonly sets: TopSets;
  readonly report: RaterReport;
}

/** Computes what concerns one rater, which needs no other: for a model, while the scores of the next are read. */
export function rateTracks<Name extends Rater>(
  rater: Name,
  scores: ScoreMatrix,
  rule: TopKOptions,
): RatedTracks<Name> {
  const sets = topSets(scores, rule);
  const report = {
    rater,
    nTracks: countScored(scores),
    tags: tagFrequencies(scores, sets),
    histogram: scoreHistogram(scores, sets),
  };
  return { rater, scores, sets, report };
}

/** A track of the run; its row in every score matrix is its place in the list. */
export interface ReportedTrack {
  /** Relative to the source. */
  readonly file: string;
  readonly uri: string;
}
