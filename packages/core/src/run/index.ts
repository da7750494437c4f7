export { ModelRowId, RunId, TrackId } from './ids.ts';
export { type SourceItem } from './source-item.ts';
export { jobId, parseJobId, parseTagJob, type TagJob } from './tag-job.ts';
export { type TaskOutcome } from './task-outcome.ts';
