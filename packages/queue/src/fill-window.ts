import { owedJobs, type Queryable, type RunningRun, setEnqueuedTo } from '@earmark/ledger';
import type { TagQueue } from './tag-queue.ts';

/** Jobs that wait in the queue for a run at a time, at most; the ledger holds the rest. */
const WINDOW = 2_000;
const PAGE = 500;

/**
 * Enqueues owed jobs of a run until its window is full, and returns how many; none while it is paused. Jobs that were
 * enqueued before and got lost are not enqueued again here: see `reconcile`.
 */
export async function fillWindow(
  db: Queryable,
  queue: TagQueue,
  run: Pick<RunningRun, 'runId' | 'priority' | 'enqueuedTo'>,
): Promise<number> {
  const { runId, priority, enqueuedTo } = run;
  // One page at a time, when there is room for it, rather than job by job.
  let room = WINDOW - (await queue.countInWindow(run));
  let afterTrack = enqueuedTo;
  let nAdded = 0;
  while (room >= PAGE) {
    const jobs = await owedJobs(db, { runId, afterTrack, limit: PAGE });
    const last = jobs.at(-1);
    if (!last) break;
    await queue.add(jobs, priority);
    afterTrack = last.trackId;
    await setEnqueuedTo(db, runId, afterTrack);
    room -= jobs.length;
    nAdded += jobs.length;
  }
  return nAdded;
}
