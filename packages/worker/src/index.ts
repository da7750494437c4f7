export { processTagJob, type ProcessTagJobDeps } from './process-tag-job.ts';
export { createMetadataReader, type MetadataReader } from './metadata/metadata-reader.ts';
export { createSandbox, type Sandbox } from './sandbox/sandbox.ts';
export { type Verdict, type VerifiedPrediction } from './verify-predictions.ts';
export { type VerifyOptions, verifyRun } from './verify-run.ts';
export { work } from './work.ts';
