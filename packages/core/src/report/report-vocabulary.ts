import { ensembleScores } from '../agreement/ensemble.ts';
import { scoreHistogram } from '../agreement/histogram.ts';
import { countScored, type ScoreMatrix } from '../agreement/score-matrix.ts';
import { tagFrequencies } from '../agreement/tag-frequency.ts';
import { topSets } from '../agreement/top-sets.ts';
import type { ModelName } from '../model/model-spec.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { TopKOptions } from '../tagging/top-k.ts';
import type { RatedTracks, ReportedTrack } from './rated-tracks.ts';
import { reportAgreement } from './report-agreement.ts';
import { ENSEMBLE, type Rater, type RaterReport, type VocabularyReport } from './run-report.ts';

export interface NamedScores {
  readonly name: ModelName;
  readonly scores: ScoreMatrix;
}

/** Tag frequencies of the models of one vocabulary, and their agreement; at least one model, each of which scored a track. */
export function reportVocabulary(
  { id, tags }: Vocabulary,
  scores: readonly NamedScores[],
  tracks: readonly ReportedTrack[],
  rule: TopKOptions,
): VocabularyReport {
  const models = scores.map((model) => rated(model.name, model.scores, rule));
  if (models.length < 2) {
    return { vocabulary: id, tags, raters: models.map(reportRater), agreement: null };
  }
  const ensemble = rated(ENSEMBLE, ensembleScores(scores.map((model) => model.scores)), rule);
  return {
    vocabulary: id,
    tags,
    raters: [...models, ensemble].map(reportRater),
    agreement: reportAgreement({ models, ensemble, tracks, tags, rule }),
  };
}

function rated<Name extends Rater>(
  rater: Name,
  scores: ScoreMatrix,
  rule: TopKOptions,
): RatedTracks<Name> {
  return { rater, scores, sets: topSets(scores, rule) };
}

function reportRater({ rater, scores, sets }: RatedTracks): RaterReport {
  return {
    rater,
    nTracks: countScored(scores),
    tags: tagFrequencies(scores, sets),
    histogram: scoreHistogram(scores, sets),
  };
}
