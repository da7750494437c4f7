export {
  buildRunReport,
  MAX_LISTED_FAILURES,
  MAX_LISTED_SILENT_TRACKS,
  type ModelScores,
  type RunReportInput,
  toRule,
} from './build-run-report.ts';
export { rateTracks } from './rated-tracks.ts';
export {
  type Agreement,
  ENSEMBLE,
  type Failure,
  type Pair,
  type Rater,
  type RaterReport,
  REPORT_VERSION,
  type ReportedModel,
  type ReviewItem,
  type ReviewTrack,
  RunReport,
  type Software,
  type VocabularyReport,
} from './run-report.ts';
export { type FileFailure, mergeFailures } from './merge-failures.ts';
