import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import {
  countFailures,
  listedRun,
  type ListedRun,
  recentWork,
  throwUnknownRun,
  workSincePlanned,
} from '@earmark/ledger';
import type { QueueCounts } from '@earmark/queue';
import type { Ledger } from '@earmark/services';
import { withQueue } from '@earmark/services/queue';
import { secondsLate } from './lateness.ts';
import { type Rate, rateOf, sumOfWork } from './rate.ts';
import { readWorkers, type WorkerStatus } from './worker-status.ts';

/** The progress of a run: the same facts for people and, with --json, for machines. */
export interface RunStatus extends ListedRun {
  readonly rate: {
    /** In the last minute; null when the run has ended. */
    readonly now: Rate | null;
    /** Since it was last planned. */
    readonly overall: Rate;
  };
  /**
   * Seconds until all is settled, at the rate of now, else overall; null when nothing is owed, nothing was settled, or
   * the run is paused.
   */
  readonly secondsLeft: number | null;
  /** Seconds by which the end, reached or estimated, is later than the deadline; negative when it is earlier. */
  readonly secondsLate: number | null;
  /** The most frequent first. */
  readonly failures: readonly { readonly code: string; readonly count: number }[];
  /** While it is unfinished: the workers that run, and those that settled a task in the last five minutes. */
  readonly workers: readonly WorkerStatus[];
  /** Its jobs, by state; null when the queue cannot be reached. */
  readonly queue: QueueCounts | null;
  /** Why the queue cannot be reached. */
  readonly queueError: string | null;
}

/** @throws USAGE_INVALID when there is no such run */
export async function readStatus(ledger: Ledger, runId: RunId, at: Date): Promise<RunStatus> {
  const { pool } = ledger;
  const run = (await listedRun(pool, runId)) ?? throwUnknownRun(runId);
  const isRunning = run.state === 'running';
  const recent = isRunning ? await recentWork(pool, runId) : [];
  const now = isRunning ? rateOf(sumOfWork(recent), run) : null;
  const overall = rateOf(await workSincePlanned(pool, runId), run);
  const perSecond = (now && now.tasksPerSecond > 0 ? now : overall).tasksPerSecond;
  const nOwed = run.nTasks - run.nSettled;
  const hasEnd = isRunning && run.pausedAt === null && nOwed > 0 && perSecond > 0;
  const secondsLeft = hasEnd ? nOwed / perSecond : null;
  return {
    ...run,
    rate: { now, overall },
    secondsLeft,
    secondsLate: secondsLate(run, secondsLeft, at),
    failures: (await countFailures(pool, runId)).toSorted((a, b) => b.count - a.count),
    workers: hasEnded(run.state) ? [] : await readWorkers(pool, recent, run),
    ...(await readQueue(ledger, runId)),
  };
}

/** Whether nothing more happens in a run of this state. */
export function hasEnded(state: ListedRun['state']): boolean {
  return state === 'complete' || state === 'cancelled';
}

async function readQueue(
  ledger: Ledger,
  runId: RunId,
): Promise<Pick<RunStatus, 'queue' | 'queueError'>> {
  try {
    return { queue: await withQueue(ledger, (queue) => queue.countsOf(runId)), queueError: null };
  } catch (error) {
    if (!(error instanceof EarmarkError)) throw error;
    return { queue: null, queueError: error.message };
  }
}
