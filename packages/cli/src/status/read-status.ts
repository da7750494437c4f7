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
import { type Rate, rateOf, sumOfWork } from './rate.ts';

/** The progress of a run: the same facts for people and, with --json, for machines. */
export interface RunStatus extends ListedRun {
  readonly rate: {
    /** In the last minute; null when the run has ended. */
    readonly now: Rate | null;
    /** Since it was last planned. */
    readonly overall: Rate;
  };
  /** Seconds until all is settled, at the rate of now, else overall; null when nothing is owed, or nothing was settled. */
  readonly secondsLeft: number | null;
  /** The most frequent first. */
  readonly failures: readonly { readonly code: string; readonly count: number }[];
  /** Workers that settled a task in the last five minutes. */
  readonly workers: readonly WorkerStatus[];
  /** Jobs of all runs, by state; null when the queue cannot be reached. */
  readonly queue: QueueCounts | null;
  /** Why the queue cannot be reached. */
  readonly queueError: string | null;
}

export interface WorkerStatus {
  readonly worker: string;
  readonly tracksPerSecond: number;
  readonly secondsSinceLast: number;
}

/** @throws USAGE_INVALID when there is no such run */
export async function readStatus(ledger: Ledger, runId: RunId): Promise<RunStatus> {
  const { pool } = ledger;
  const run = (await listedRun(pool, runId)) ?? throwUnknownRun(runId);
  const isRunning = run.state === 'running';
  const recent = isRunning ? await recentWork(pool, runId) : [];
  const now = isRunning ? rateOf(sumOfWork(recent), run) : null;
  const overall = rateOf(await workSincePlanned(pool, runId), run);
  const perSecond = (now && now.tasksPerSecond > 0 ? now : overall).tasksPerSecond;
  const nOwed = run.nTasks - run.nSettled;
  return {
    ...run,
    rate: { now, overall },
    secondsLeft: isRunning && nOwed > 0 && perSecond > 0 ? nOwed / perSecond : null,
    failures: (await countFailures(pool, runId)).toSorted((a, b) => b.count - a.count),
    workers: recent.map((work) => ({
      worker: work.worker,
      tracksPerSecond: rateOf(work, run).tracksPerSecond,
      secondsSinceLast: work.secondsSinceLast,
    })),
    ...(await readQueue(ledger)),
  };
}

async function readQueue(ledger: Ledger): Promise<Pick<RunStatus, 'queue' | 'queueError'>> {
  try {
    return { queue: await withQueue(ledger, (queue) => queue.counts()), queueError: null };
  } catch (error) {
    if (!(error instanceof EarmarkError)) throw error;
    return { queue: null, queueError: error.message };
  }
}
