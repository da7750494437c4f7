import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunId } from '@earmark/core/run';
import {
  isRunOver,
  type Pool,
  resumeAbandonedPlans,
  runningRuns,
  runsWithoutReport,
} from '@earmark/ledger';
import { fillWindow, type TagQueue } from '@earmark/queue';
import { reportRun } from '@earmark/reports';
import { type Logger, logOutages } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { watchLedger } from './ledger-metrics.ts';
import { createPeriodicReconcile, type PeriodicReconcile } from './periodic-reconcile.ts';
import { settleFailedJobs } from './settle-failed-jobs.ts';

export interface AggregateOptions {
  /** The one run to see to its end; null for all, until the signal. */
  readonly runId: RunId | null;
  /** Where result files go, in a folder per run unless it is about one; null for none. */
  readonly out: string | null;
}

export interface AggregateDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** How long a worker may be silent: see EARMARK_LOCK_SECONDS. */
  readonly lockSeconds: number;
  /** Who settles what no worker does: host and process id. */
  readonly settledBy: string;
}

const PAUSE_MS = 500;

/** A producer lists a page in seconds; one that is silent for so many lock times is dead. */
const LOCKS_UNTIL_ABANDONED = 3;

/**
 * The aggregator: keeps the queue filled from the ledger and agreed with it, settles what crashed, and reports
 * every run that completes. It may be killed and started again at any moment, and may run more than once.
 *
 * @throws DISK_FULL, USAGE_INVALID when result files cannot be written
 */
export async function aggregate(
  options: AggregateOptions,
  deps: AggregateDeps,
  signal: AbortSignal,
): Promise<void> {
  watchLedger(deps);
  const keepAgreed = createPeriodicReconcile(options.runId, deps, () => performance.now());
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal, ...logOutages(deps.log) });
  while (!signal.aborted) {
    const isDone = await retryWhileUnavailable(() => runOnce(options, deps, keepAgreed));
    if (isDone) return;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** One round; whether nothing will be left to do. */
async function runOnce(
  { runId, out }: AggregateOptions,
  deps: AggregateDeps,
  keepAgreed: PeriodicReconcile,
): Promise<boolean> {
  const { pool, queue, log } = deps;
  const isOurs = (run: RunId) => runId === null || run === runId;
  const { lockSeconds, settledBy } = deps;
  const silentSeconds = LOCKS_UNTIL_ABANDONED * lockSeconds;
  const resumed = await resumeAbandonedPlans(pool, { silentSeconds, settledBy });
  for (const run of resumed) log.warn({ runId: run }, 'its producer died while it listed: goes on');
  // Before the queue is filled: one that forgot everything looks empty only until then.
  await keepAgreed();
  for (const run of await runningRuns(pool)) {
    if (isOurs(run.runId)) await fillWindow(pool, queue, run);
  }
  await settleFailedJobs(deps);
  for (const run of (await runsWithoutReport(pool)).filter(isOurs)) {
    const folder = out !== null && runId === null ? join(out, `run-${String(run)}`) : out;
    await reportRun(pool, run, folder);
    log.info({ runId: run, folder }, 'run reported');
  }
  return runId !== null && (await isRunOver(pool, runId));
}
