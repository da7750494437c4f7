import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunId } from '@earmark/core/run';
import {
  indexEmbeddings,
  isRunOver,
  listedRun,
  type Pool,
  resumeAbandonedPlans,
  runningRuns,
  runsWithoutReport,
  workSincePlanned,
} from '@earmark/ledger';
import { fillWindow, type TagQueue } from '@earmark/queue';
import { reportRun } from '@earmark/reports';
import type { Log } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable, type Outages, type Progress } from '@earmark/runtime/process';
import { createLedgerMeter } from './ledger-metrics.ts';
import { createPeriodicReconcile, type PeriodicReconcile } from './periodic-reconcile.ts';
import { settleFailedJobs } from './settle-failed-jobs.ts';

export interface AggregateOptions {
  /** The one run to complete and report; null for all runs, until the signal. */
  readonly runId: RunId | null;
  /** Folder of the result files, with a folder per run when there may be several; null for no files. */
  readonly out: string | null;
}

export interface AggregateDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly outages: Outages;
  readonly progress: Progress;
  /** See EARMARK_LOCK_SECONDS. */
  readonly lockSeconds: number;
  /** Host and process id, for tasks that no worker settles. */
  readonly settledBy: string;
}

const PAUSE_MS = 500;

/** A producer lists a page in seconds; one that has listed nothing for this many lock times is lost. */
const LOCKS_UNTIL_ABANDONED = 3;

/**
 * The aggregator: keeps the queue filled from the ledger and consistent with it, settles failed jobs, and reports
 * every run that completes. It may be killed and restarted at any moment, and several may run at a time.
 *
 * @throws DISK_FULL, USAGE_INVALID when result files cannot be written
 */
export async function aggregate(
  options: AggregateOptions,
  deps: AggregateDeps,
  signal: AbortSignal,
): Promise<void> {
  const { outages, progress } = deps;
  const meter = createLedgerMeter(deps);
  const now = () => performance.now();
  const periodicReconcile = createPeriodicReconcile(options.runId, { ...deps, meter }, now);
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal, outages });
  while (!signal.aborted) {
    const round = () => runOnce(options, deps, periodicReconcile);
    const isDone = await progress.during(() => retryWhileUnavailable(round));
    if (isDone) break;
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
  await meter.close().catch(() => undefined);
}

/** One round; whether nothing is left to do. */
async function runOnce(
  { runId, out }: AggregateOptions,
  deps: AggregateDeps,
  periodicReconcile: PeriodicReconcile,
): Promise<boolean> {
  const { pool, queue, log } = deps;
  const isAffected = (run: RunId) => runId === null || run === runId;
  const { lockSeconds, settledBy } = deps;
  const silentSeconds = LOCKS_UNTIL_ABANDONED * lockSeconds;
  const resumed = await resumeAbandonedPlans(pool, { silentSeconds, settledBy });
  for (const run of resumed) log.event('run_resumed', { run });
  // Before the queue is filled: a queue that lost everything looks empty only until then.
  await periodicReconcile();
  for (const run of await runningRuns(pool)) {
    if (isAffected(run.runId)) await fillWindow(pool, queue, run);
  }
  await settleFailedJobs(deps);
  const complete = (await runsWithoutReport(pool)).filter(isAffected);
  for (const run of complete) {
    const folder = out !== null && runId === null ? join(out, `run-${String(run)}`) : out;
    log.event('run_completed', await figuresOf(pool, run));
    await reportRun(pool, run, folder);
    log.event('run_reported', { run, folder });
  }
  // Of a large collection it takes minutes, in which no run should wait for it.
  if (complete.length > 0 && (await runningRuns(pool)).length === 0) await indexEmbeddings(pool);
  return runId !== null && (await isRunOver(pool, runId));
}

/** The figures of a run that has ended, for the log. */
async function figuresOf(pool: Pool, runId: RunId): Promise<Readonly<Record<string, unknown>>> {
  const run = await listedRun(pool, runId);
  const { audioSeconds, seconds } = await workSincePlanned(pool, runId);
  return {
    run: runId,
    source: run?.source,
    tracks: run?.nTracks,
    tasks: run?.nTasks,
    failed: run?.nFailed,
    audioHours: Number((audioSeconds / 3_600).toFixed(2)),
    seconds: Math.round(seconds),
  };
}
