import { type Pool, runningRuns } from '@earmark/ledger';
import type { TagQueue } from '@earmark/queue';
import type { Metrics } from '@earmark/runtime/metrics';

/** Updates the gauges of queue and ledger at every scrape. */
export function watchLedger({
  pool,
  queue,
  metrics,
}: {
  pool: Pool;
  queue: TagQueue;
  metrics: Metrics;
}): void {
  metrics.onScrape(async () => {
    for (const [state, count] of Object.entries(await queue.counts())) {
      metrics.queueJobs.set({ state }, count);
    }
    // Runs that have ended are no longer shown.
    metrics.runTasks.reset();
    for (const { runId, nTasks, nSettled, nFailed } of await runningRuns(pool)) {
      const run = String(runId);
      metrics.runTasks.set({ run, state: 'owed' }, nTasks - nSettled);
      metrics.runTasks.set({ run, state: 'settled' }, nSettled);
      metrics.runTasks.set({ run, state: 'failed' }, nFailed);
    }
  });
}
