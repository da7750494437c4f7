export { ModelRowId, RunId, TrackId } from './ids.ts';
export { InputKind } from './input-kind.ts';
export { Priority } from './priority.ts';
export { type SourceItem } from './source-item.ts';
export {
  DEFAULT_RUN_OPTIONS,
  parseRunOptions,
  type PlanOptions,
  type RunOptions,
  toArguments,
} from './run-options.ts';
export { jobId, type JobKey, parseJobId, parseTagJob, type TagJob } from './tag-job.ts';
export { type TaskOutcome } from './task-outcome.ts';
