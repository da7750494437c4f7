import type { RunId } from '@earmark/core/run';
import { type Pool, runningRuns } from '@earmark/ledger';
import { reconcile, type TagQueue } from '@earmark/queue';
import type { Log } from '@earmark/runtime/log';
import type { LedgerMeter } from './ledger-metrics.ts';

export interface PeriodicReconcileDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Log;
  readonly meter: Pick<LedgerMeter, 'reconciled'>;
}

/** Reconciles ledger and queue when that is due, and logs what was repaired. */
export type PeriodicReconcile = () => Promise<void>;

/** Comparing all of a run of 445,000 tasks takes Postgres half a second. */
const INTERVAL_MS = 30_000;

/**
 * Reconciles ledger and queue every 30 s, and at once when the queue may have lost jobs.
 *
 * @param only the one run to reconcile; null for all
 * @param now milliseconds on a clock that only goes forward
 */
export function createPeriodicReconcile(
  only: RunId | null,
  deps: PeriodicReconcileDeps,
  now: () => number,
): PeriodicReconcile {
  let dueAt = now();
  return async () => {
    if (now() < dueAt && !(await mayHaveLostJobs(only, deps))) return;
    const repairs = await reconcile(deps.pool, deps.queue, only);
    dueAt = now() + INTERVAL_MS;
    deps.meter.reconciled(repairs);
    const { nReenqueued, nRemoved, recounted } = repairs;
    if (nReenqueued + nRemoved + recounted.length === 0) return;
    const fields = { enqueuedAgain: nReenqueued, removed: nRemoved, recountedRuns: recounted };
    deps.log.event('ledger_and_queue_repaired', fields);
  };
}

/** Whether the queue server was unavailable for a time, or holds nothing although jobs were enqueued. */
async function mayHaveLostJobs(
  only: RunId | null,
  { pool, queue }: PeriodicReconcileDeps,
): Promise<boolean> {
  if (queue.consumeDisconnected()) return true;
  const { waiting, active, delayed, failed } = await queue.counts();
  if (waiting + active + delayed + failed > 0) return false;
  const runs = await runningRuns(pool);
  return runs.some(
    ({ runId, enqueuedTo, isPaused }) =>
      enqueuedTo > 0 && !isPaused && (only === null || runId === only),
  );
}
