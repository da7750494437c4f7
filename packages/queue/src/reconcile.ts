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

/** What did not agree and was mended. */
export interface Repairs {
  /** Jobs that the queue had lost. */
  readonly nReenqueued: number;
  /** Jobs that the ledger does not owe. */
  readonly nRemoved: number;
  /** Runs whose counts were wrong. */
  readonly recounted: readonly RunId[];
}

/**
 * Makes ledger and queue agree, of one run or of all, while work goes on: jobs that were handed out, are owed and
 * not in the queue are handed out again; jobs that nobody owes are removed; wrong counts are counted anew. A run
 * that is being planned is left alone.
 */
export async function reconcile(
  pool: Pool,
  queue: TagQueue,
  only: RunId | null = null,
): Promise<Repairs> {
  const isMeant = (runId: RunId | undefined) => only === null || runId === only;
  // What the ledger notes as handed out was in the queue by then; so what is missing there now has left it, and what
  // leaves it was settled first. Then it is owed no more when the ledger is read after the queue, or it was lost.
  const handedOut = new Map((await runningRuns(pool)).map((run) => [run.runId, run.enqueuedTo]));
  const queued = await queue.jobIds();
  const planning = await planningRuns(pool);
  const running = (await runningRuns(pool)).filter(({ runId }) => isMeant(runId));

  const owedIds = new Set<string>();
  const lost: TagJob[] = [];
  const known = new Set(queued);
  for (const run of running) {
    const lastHandedOut = Math.min(handedOut.get(run.runId) ?? 0, run.enqueuedTo);
    for await (const job of owedUpTo(pool, run, furthestTrack(run, queued))) {
      owedIds.add(jobId(job));
      if (job.trackId <= lastHandedOut && !known.has(jobId(job))) lost.push(job);
    }
  }
  const strays = queued.filter((id) => {
    const runId = parseJobId(id)?.runId;
    return isMeant(runId) && !owedIds.has(id) && !(runId && planning.includes(runId));
  });
  for (let i = 0; i < lost.length; i += PAGE) await queue.add(lost.slice(i, i + PAGE));
  return {
    nReenqueued: lost.length,
    nRemoved: await removeIdle(queue, strays),
    recounted: await recount(pool, running),
  };
}

/** The last track of a run that the queue may hold: jobs are added a moment before the ledger notes it. */
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

/** Removes jobs but those that workers have in hand: such a one may be settled already, and leaves by itself. */
async function removeIdle(queue: TagQueue, strays: readonly string[]): Promise<number> {
  if (strays.length === 0) return 0;
  const idle = new Set(await queue.idleJobIds());
  return queue.remove(strays.filter((id) => idle.has(id)));
}

async function recount(pool: Pool, runs: readonly RunningRun[]): Promise<readonly RunId[]> {
  const recounted: RunId[] = [];
  for (const { runId } of runs) if (await repairCounts(pool, runId)) recounted.push(runId);
  return recounted;
}
