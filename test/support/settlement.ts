import type { ModelRowId, TagJob, TaskOutcome } from '@earmark/core/run';
import type { Settlement } from '@earmark/ledger';
import type { RunParts } from './planned-run.ts';

/** A job of which every model has tagged the track, or failed. */
export function settlementOf(
  { softwareId }: RunParts,
  { runId, trackId, modelRowIds }: TagJob,
  { isFailed = false } = {},
): Settlement {
  const outcomes = modelRowIds.map((modelRowId): TaskOutcome =>
    isFailed
      ? { status: 'failed', modelRowId, code: 'UNEXPECTED', message: 'By chance.' }
      : taggedOutcome(modelRowId),
  );
  return {
    runId,
    trackId,
    outcomes,
    contentSha256: null,
    durationSeconds: 1,
    level: null,
    embeddedMetadata: null,
    attempts: 1,
    settledBy: 'test',
    softwareId,
  };
}

/** A tagged task; its model yields an embedding where one is given. */
export function taggedOutcome(
  modelRowId: ModelRowId,
  embedding: Float32Array | null = null,
): TaskOutcome {
  const scores = Float32Array.of(0.25, 0.75, 0.1);
  return { status: 'tagged', modelRowId, scores, nChunks: 16, embedding };
}
