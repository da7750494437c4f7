export {
  cancelled,
  cancelRun,
  repairCounts,
  resumeAbandonedPlans,
  type RetriedCode,
  retryFailed,
} from './maintenance.ts';
export { migrate } from './migrate.ts';
export {
  findLedgerModel,
  findModel,
  type LedgerModel,
  registerModels,
  registerSoftware,
  type Software,
} from './models.ts';
export { findStoredContent, owedJobs, owedModels } from './owed.ts';
export {
  addTracks,
  finishPlanning,
  openRun,
  type PlannedRun,
  type RunRequest,
} from './planning.ts';
export {
  type Client,
  createDatabase,
  createPool,
  inTransaction,
  KEEP_ALIVE,
  ledgerId,
  type Pool,
  type Queryable,
} from './pool.ts';
export { type Preview, previewRun } from './preview.ts';
export {
  type CorpusIds,
  countFailures,
  firstPredictions,
  readCorpusIds,
  readFailures,
  readLedgerVocabulary,
  readRunFacts,
  readRunModels,
  readRunSoftware,
  type RunFacts,
  type RunFailure,
  type RunModel,
  type TrackPrediction,
} from './run-facts.ts';
export {
  type RequestedRun,
  findRun,
  isRunOver,
  latestRuns,
  listedRun,
  type ListedRun,
  planningRuns,
  type RunningRun,
  runningRuns,
  runProgress,
  runsWithoutReport,
  setEnqueuedTo,
  storeReport,
  unknownRun,
} from './runs.ts';
export { type NewOutcomes, settle, type Settlement } from './settle.ts';
export { createSettler, type Settler } from './settler.ts';
export { toStoreError } from './store-error.ts';
export {
  hasScores,
  readRunTracks,
  samplePredictions,
  scoredFiles,
  scoredPages,
  type StoredPrediction,
} from './stored-scores.ts';
export { recentWork, secondsPerTask, type Work, workSincePlanned } from './throughput.ts';
