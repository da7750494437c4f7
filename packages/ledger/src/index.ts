// A run: it is planned, its owed jobs are enqueued, their outcomes settled.
export {
  addTracks,
  finishPlanning,
  openRun,
  type PlannedRun,
  type RunRequest,
} from './planning.ts';
export { concludeRun } from './conclude-run.ts';
export { forgetSource } from './current-tracks.ts';
export { groupCalls } from './group-calls.ts';
export {
  type ContentModels,
  findStoredContents,
  owedJobs,
  owedModels,
  type TrackModels,
} from './owed.ts';
export { type NewOutcomes, settle, type Settlement } from './settle.ts';
export { createSettler, type Settler } from './settler.ts';
export {
  findRun,
  isRunOver,
  latestRuns,
  listedRun,
  type ListedRun,
  planningRuns,
  type RequestedRun,
  type RunningRun,
  runningRuns,
  runCancelledError,
  runProgress,
  runsWithoutReport,
  setEnqueuedTo,
  storeReport,
  throwUnknownRun,
} from './runs.ts';

// Registered models and software.
export {
  findLedgerModel,
  findModelRowId,
  type LedgerModel,
  registerModels,
  registerSoftware,
  type Software,
} from './models.ts';

// What is read from a run.
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
  readSilentTracks,
  readTrackFacts,
  type SilentTrack,
  type TrackFacts,
} from './run-facts.ts';
export { type FailedTrack, type FailedTracks, listFailedTracks } from './failed-tracks.ts';
export { indexEmbeddings } from './embedding-index.ts';
export {
  embeddedFiles,
  hasScores,
  readRunTracks,
  readScoreMatrix,
  samplePredictions,
  sampleSource,
  scoredFiles,
  type RunTrack,
  type StoredEmbedding,
  type StoredPrediction,
} from './stored-scores.ts';
export { observedRuns, type ObservedRun } from './observed-runs.ts';
export {
  recentWork,
  secondsPerTask,
  type Work,
  type WorkerWork,
  workSincePlanned,
} from './throughput.ts';
export { type Preview, previewRun } from './preview.ts';

// What is known of tracks besides their tags.
export {
  applyCorpusMetadata,
  type CorpusCoverage,
  corpusCoverage,
  storeCorpusLicenses,
  storeCorpusMetadata,
} from './corpus-metadata.ts';

// Cancelling, pausing, retrying and repairing runs.
export {
  cancelRun,
  repairCounts,
  resumeAbandonedPlans,
  type RetriedCode,
  retryFailed,
} from './maintenance.ts';
export { pauseRun, resumeRun } from './pause.ts';
export { setPriority } from './priority.ts';

// The workers that run.
export {
  heartbeat,
  type ListedWorker,
  listWorkers,
  registerWorker,
  removeWorker,
  requestDrain,
  type Worker,
  WORKER_STATES,
  type WorkerActivity,
} from './workers.ts';

// Programs.
export { holdLease, type Lease, releaseLease } from './lease.ts';

// The database.
export { checkDatabase, isPooled } from './check-database.ts';
export { connectionOptions } from './connection.ts';
export { migrate } from './migrate.ts';
export { addRole, type LedgerRole } from './roles.ts';
export {
  type Client,
  createDatabase,
  createPool,
  endPool,
  inTransaction,
  ledgerId,
  type Pool,
  type Queryable,
} from './pool.ts';
export { copyOut } from './copy-out.ts';
export { toStoreError } from './store-error.ts';
