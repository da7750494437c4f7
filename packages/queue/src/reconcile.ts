import { jobId, parseJobId, type RunId, type TagJob } from '@earmark/core/run';
import {
  repairCounts,
  owedJobs,
  planningRuns,
  type Pool,
  type RunningRun,
  runningRuns,
} from '@earmark/ledger';
import type { TagQueue } from './tag-queue.ts';

/** What did not agree and was repaired. */
export interface Repairs {
  /** Jobs that the queue had lost. */
  readonly nReenqueued: number;
  /** Orphaned jobs: the ledger does not owe them. */
  readonly nRemoved: number;
  /** Runs whose counts were wrong. */
  readonly recounted: readonly RunId[];
}

/**
 * Makes ledger and queue agree, for one run or for all, while work goes on: jobs that were enqueued, are owed and are
 * not in the queue are enqueued again; orphaned jobs are removed, all jobs of a paused run among them; wrong counts are
 * recounted. A run that is being planned is left alone.
 */
export async function reconcile(
  pool: Pool,
  queue: TagQueue,
  only: RunId | null = null,
): Promise<Repairs> {
  const isAffected = (runId: RunId | undefined) => only === null || runId === only;
  // The order of reads matters. What the ledger says was enqueued was in the queue by then. So a job that is missing
  // from the queue has left it, and a job is settled before it leaves: either it is no longer owed when the ledger is
  // read after the queue, or it was lost.
  const enqueuedTo = new Map((await runningRuns(pool)).map((run) => [run.runId, run.enqueuedTo]));
  const queued = await queue.jobIds();
  const planning = await planningRuns(pool);
  const running = (await runningRuns(pool)).filter(({ runId }) => isAffected(runId));

  const owedIds = new Set<string>();
  const lost = new Map<RunningRun, TagJob[]>();
  const queuedIds = new Set(queued);
  for (const run of running) {
    const lostOfRun: TagJob[] = [];
    lost.set(run, lostOfRun);
    const lastEnqueued = Math.min(enqueuedTo.get(run.runId) ?? 0, run.enqueuedTo);
    for await (const job of owedUpTo(pool, run, furthestTrack(run, queued))) {
      owedIds.add(jobId(job));
      if (job.trackId <= lastEnqueued && !queuedIds.has(jobId(job))) lostOfRun.push(job);
    }
  }
  const orphaned = queued.filter((id) => {
    const runId = parseJobId(id)?.runId;
    return isAffected(runId) && !owedIds.has(id) && !(runId && planning.includes(runId));
  });
  return {
    nReenqueued: await enqueueAgain(queue, lost),
    nRemoved: await removeIdle(queue, orphaned),
    recounted: await recount(pool, running),
  };
}

/** The last track of a run that the queue may hold: jobs are enqueued a moment before the ledger records it. */
function furthestTrack({ runId, enqueuedTo }: RunningRun, queued: readonly string[]): number {
  return queued.reduce((furthest, id) => {
    const job = parseJobId(id);
    return job?.runId === runId ? Math.max(furthest, job.trackId) : furthest;
  }, enqueuedTo);
}

const PAGE = 1_000;

async function* owedUpTo(
  pool: Pool,
  { runId }: RunningRun,
  lastTrack: number,
): AsyncGenerator<TagJob> {
  for (let afterTrack = 0; ;) {
    const jobs = await owedJobs(pool, { runId, afterTrack, limit: PAGE });
    for (const job of jobs) {
      if (job.trackId > lastTrack) return;
      yield job;
    }
    const last = jobs.at(-1);
    if (!last) return;
    afterTrack = last.trackId;
  }
}

async function enqueueAgain(
  queue: TagQueue,
  lost: ReadonlyMap<RunningRun, readonly TagJob[]>,
): Promise<number> {
  let nEnqueued = 0;
  for (const [{ priority }, jobs] of lost) {
    for (let i = 0; i < jobs.length; i += PAGE) {
      await queue.add(jobs.slice(i, i + PAGE), priority);
    }
    nEnqueued += jobs.length;
  }
  return nEnqueued;
}

/** Removes jobs that are not active: an active one may be settled already, and leaves the queue by itself. */
async function removeIdle(queue: TagQueue, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  const idle = new Set(await queue.idleJobIds());
  return queue.remove(ids.filter((id) => idle.has(id)));
}

async function recount(pool: Pool, runs: readonly RunningRun[]): Promise<readonly RunId[]> {
  const recounted: RunId[] = [];
  for (const { runId } of runs) if (await repairCounts(pool, runId)) recounted.push(runId);
  return recounted;
}
