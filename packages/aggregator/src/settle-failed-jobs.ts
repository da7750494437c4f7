import { parseTagJob, type TagJob } from '@earmark/core/run';
import { type Pool, settle } from '@earmark/ledger';
import type { FailedJob, TagQueue } from '@earmark/queue';
import type { Logger } from '@earmark/runtime/log';

const PAGE_LENGTH = 100;

export interface SettleFailedJobsDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly settledBy: string;
}

/**
 * Settles the jobs that were given up, because a worker refused them or the queue had lost count of their deaths, as
 * WORKER_CRASHED: one poisonous file does not hold up a run.
 */
export async function settleFailedJobs({
  pool,
  queue,
  log,
  settledBy,
}: SettleFailedJobsDeps): Promise<void> {
  for (const failed of await queue.failedJobs(PAGE_LENGTH)) {
    const job = parsed(failed);
    if (job) {
      await settle(pool, [toSettlement(job, failed, settledBy)]);
      log.warn({ runId: job.runId, trackId: job.trackId }, 'job parked: its worker crashed');
    } else {
      // What it stood for is still owed in the ledger, and handed out again from there.
      log.warn({ reason: failed.reason }, 'job dropped: its payload is not understood');
    }
    await failed.remove();
  }
}

function parsed({ payload }: FailedJob): TagJob | undefined {
  try {
    return parseTagJob(payload);
  } catch {
    return undefined;
  }
}

function toSettlement(
  { runId, trackId, modelRowIds }: TagJob,
  failed: FailedJob,
  settledBy: string,
) {
  return {
    runId,
    trackId,
    outcomes: modelRowIds.map((modelRowId) => ({
      status: 'failed' as const,
      modelRowId,
      code: 'WORKER_CRASHED' as const,
      message: failed.reason,
    })),
    contentSha256: null,
    durationSeconds: null,
    attempts: failed.attempts,
    settledBy,
    softwareId: null,
  };
}
