import { TASK_FAILURE_CODES } from '@earmark/core/failure';
import {
  countFailures,
  holdLease,
  listWorkers,
  observedRuns,
  type ObservedRun,
  type Pool,
  releaseLease,
  WORKER_STATES,
} from '@earmark/ledger';
import type { Repairs, TagQueue } from '@earmark/queue';
import type { Metrics } from '@earmark/runtime/metrics';

export interface LedgerMetricsDeps {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly metrics: Metrics;
  /** Host and process id. */
  readonly settledBy: string;
}

export interface LedgerMeter {
  /** After ledger and queue were compared. */
  reconciled(repairs: Repairs): void;
  /** Leaves what belongs to the whole ledger to another aggregator. */
  close(): Promise<void>;
}

/** A worker that was seen this recently counts: it reports every five seconds. */
const ALIVE_SECONDS = 60;
/** Four scrapes of 15 s: an aggregator that is no longer scraped leaves the duty to another. */
const LEASE_SECONDS = 60;

/**
 * Keeps the metrics of an aggregator. What belongs to the whole ledger is read at each scrape, by one aggregator: of
 * two that served it every sum would be double.
 */
export function createLedgerMeter({
  pool,
  queue,
  metrics,
  settledBy,
}: LedgerMetricsDeps): LedgerMeter {
  const { active, reconciliations, repairs, ...ofLedger } = metrics.add('aggregator');
  const gauges = Object.values(ofLedger);
  const lease = { name: 'metrics', holder: settledBy, seconds: LEASE_SECONDS };
  active.set(0);
  metrics.onScrape(async () => {
    // What cannot be read is not shown, rather than what was read before.
    for (const gauge of gauges) gauge.reset();
    // One without labels would be 0 now.
    ofLedger.oldestJobSeconds.remove();
    active.set(0);
    if (!(await holdLease(pool, lease))) return;
    active.set(1);
    await Promise.all([showRuns(), showQueue(), showWorkers()]);
  });

  async function showQueue(): Promise<void> {
    for (const [state, count] of Object.entries(await queue.counts())) {
      ofLedger.queueJobs.set({ state }, count);
    }
    const oldest = await queue.oldestWaiting();
    const waitedMs = oldest === undefined ? 0 : Date.now() - oldest.getTime();
    ofLedger.oldestJobSeconds.set(Math.max(0, waitedMs) / 1_000);
  }

  async function showWorkers(): Promise<void> {
    for (const state of WORKER_STATES) ofLedger.workers.set({ state }, 0);
    for (const { state, secondsSinceSeen } of await listWorkers(pool)) {
      if (secondsSinceSeen < ALIVE_SECONDS) ofLedger.workers.inc({ state });
    }
  }

  async function showRuns(): Promise<void> {
    for (const observed of await observedRuns(pool)) {
      const { runId, source, state } = observed;
      const run = String(runId);
      ofLedger.runInfo.set({ run, source, state }, 1);
      ofLedger.runTracks.set({ run }, observed.nTracks);
      ofLedger.runTasks.set({ run }, observed.nTasks);
      ofLedger.runSettledTasks.set({ run }, observed.nSettled);
      for (const code of TASK_FAILURE_CODES) ofLedger.runFailedTasks.set({ run, code }, 0);
      for (const { code, count } of await countFailures(pool, runId)) {
        ofLedger.runFailedTasks.set({ run, code }, count);
      }
      setTime(ofLedger.runPlanned, run, observed.plannedAt);
      setTime(ofLedger.runLastSettled, run, observed.lastSettledAt);
      setTime(ofLedger.runEnd, run, endOf(observed));
      setTime(ofLedger.runDeadline, run, deadlineOf(observed));
    }
  }

  return {
    reconciled({ nReenqueued, nRemoved, recounted }) {
      reconciliations.inc({});
      repairs.inc({ repair: 'reenqueued' }, nReenqueued);
      repairs.inc({ repair: 'removed' }, nRemoved);
      repairs.inc({ repair: 'recounted' }, recounted.length);
    },
    close: () => releaseLease(pool, lease),
  };
}

function deadlineOf({ deadline }: ObservedRun): Date | null {
  return deadline === null ? null : new Date(deadline);
}

/** When a run ended or, at its rate of the last minutes, will end. */
function endOf(run: ObservedRun): Date | null {
  if (run.completedAt) return run.completedAt;
  const nOwed = run.nTasks - run.nSettled;
  if (run.tasksPerSecond === 0) return null;
  return new Date(Date.now() + (nOwed / run.tasksPerSecond) * 1_000);
}

function setTime(
  gauge: { set(labels: { run: string }, value: number): void },
  run: string,
  time: Date | null,
): void {
  if (time) gauge.set({ run }, time.getTime() / 1_000);
}
