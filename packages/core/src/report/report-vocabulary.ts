import { ensembleScores } from '../agreement/ensemble.ts';
import type { ModelName } from '../model/names.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { TopKOptions } from '../tagging/top-k.ts';
import { rateTracks, type RatedTracks, type ReportedTrack } from './rated-tracks.ts';
import { reportAgreement } from './report-agreement.ts';
import { ENSEMBLE, type VocabularyReport } from './run-report.ts';

/** Tag frequencies of the models of one vocabulary, and their agreement; at least one model, each of which scored a track. */
export function reportVocabulary(
  { id, tags }: Vocabulary,
  models: readonly RatedTracks<ModelName>[],
  tracks: readonly ReportedTrack[],
  rule: TopKOptions,
): VocabularyReport {
  if (models.length < 2) {
    return { vocabulary: id, tags, raters: models.map(({ report }) => report), agreement: null };
  }
  const scores = ensembleScores(models.map((model) => model.scores));
  const ensemble = rateTracks(ENSEMBLE, scores, rule);
  return {
    vocabulary: id,
    tags,
    raters: [...models, ensemble].map(({ report }) => report),
    agreement: reportAgreement({ models, ensemble, tracks, tags, rule }),
  };
}
