import type { RunId } from '@earmark/core/run';
import { type Pool, runningRuns } from '@earmark/ledger';
import { type Repairs, reconcile, type TagQueue } from '@earmark/queue';
import type { Logger } from '@earmark/runtime/log';

export interface PeriodicReconcileDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly log: Logger;
}

/** Reconciles ledger and queue if it is time to, and says so when something had to be mended. */
export type PeriodicReconcile = () => Promise<void>;

/** Comparing all of a run of 445,000 tasks takes Postgres half a second. */
const INTERVAL_MS = 30_000;

/**
 * Keeps ledger and queue agreed: every 30 s, and at once when the queue looks as if it had forgotten something.
 *
 * @param only the one run to see to; null for all
 * @param now milliseconds on a clock that only goes forward
 */
export function createPeriodicReconcile(
  only: RunId | null,
  deps: PeriodicReconcileDeps,
  now: () => number,
): PeriodicReconcile {
  let dueAt = now();
  return async () => {
    if (now() < dueAt && !(await queueLooksEmpty(only, deps))) return;
    const mended = await reconcile(deps.pool, deps.queue, only);
    dueAt = now() + INTERVAL_MS;
    if (isAny(mended)) deps.log.warn(mended, 'ledger and queue disagreed, mended');
  };
}

/** The server was away, or holds nothing although jobs were handed out. */
async function queueLooksEmpty(
  only: RunId | null,
  { pool, queue }: PeriodicReconcileDeps,
): Promise<boolean> {
  if (queue.consumeDisconnected()) return true;
  const { waiting, active, delayed, failed } = await queue.counts();
  if (waiting + active + delayed + failed > 0) return false;
  const runs = await runningRuns(pool);
  return runs.some(({ runId, enqueuedTo }) => enqueuedTo > 0 && (only === null || runId === only));
}

function isAny({ nReenqueued, nRemoved, recounted }: Repairs): boolean {
  return nReenqueued + nRemoved + recounted.length > 0;
}
