import type { FailureCode } from '@earmark/core/failure';
import { parseJobId, parseTagJob } from '@earmark/core/run';
import { owedModels, type Pool, settle, type TrackModels } from '@earmark/ledger';
import type { FailedJob, TagQueue } from '@earmark/queue';
import type { Log } from '@earmark/runtime/log';

export interface SettleFailedJobsDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Log;
  readonly settledBy: string;
}

/** Jobs settled in one round. */
const PAGE_LENGTH = 100;

/**
 * Settles what the failed jobs of the queue still owe as failed, with the code that the queue recorded, and removes
 * them: one file that crashes every worker does not hold up a run. A payload that this version does not understand
 * is JOB_INVALID.
 */
export async function settleFailedJobs(deps: SettleFailedJobsDeps): Promise<void> {
  for (const job of await deps.queue.failedJobs(PAGE_LENGTH)) {
    await settleFailedJob(job, deps);
    await job.remove();
  }
}

async function settleFailedJob(
  job: FailedJob,
  { pool, log, settledBy }: SettleFailedJobsDeps,
): Promise<void> {
  const { id, message, attempts } = job;
  const { code, requested } = readJob(job);
  const [modelRowIds = []] = requested ? await owedModels(pool, [requested]) : [];
  if (!requested || modelRowIds.length === 0) {
    log.event('job_removed', { job: id, code, error: message });
    return;
  }
  const { runId, trackId } = requested;
  const outcomes = modelRowIds.map((modelRowId) => ({
    status: 'failed' as const,
    modelRowId,
    code,
    message,
  }));
  const facts = {
    contentSha256: null,
    durationSeconds: null,
    level: null,
    embeddedMetadata: null,
    softwareId: null,
  };
  await settle(pool, [{ runId, trackId, outcomes, attempts, settledBy, ...facts }]);
  log.event('job_failed', { run: runId, track: trackId, code, attempt: attempts, error: message });
}

interface ReadJob {
  readonly code: FailureCode;
  /** Undefined when neither the payload nor the id of the job is understood. */
  readonly requested: TrackModels | undefined;
}

function readJob({ id, payload, code }: FailedJob): ReadJob {
  try {
    return { code, requested: parseTagJob(payload) };
  } catch {
    const key = parseJobId(id);
    if (!key) return { code: 'JOB_INVALID', requested: undefined };
    const { runId, trackId, modelRowId } = key;
    const modelRowIds = modelRowId === null ? null : [modelRowId];
    return { code: 'JOB_INVALID', requested: { runId, trackId, modelRowIds } };
  }
}
