import type { RunId } from '@earmark/core/run';
import { owedJobs, type Queryable, setEnqueuedTo } from '@earmark/ledger';
import type { TagQueue } from './tag-queue.ts';

/** Jobs of one run that wait in the queue at a time, at most; the ledger holds the rest. */
const WINDOW = 2_000;
const PAGE = 500;

/**
 * Enqueues owed jobs of a run until the window is full, and returns how many. Jobs that were enqueued before and
 * got lost are not enqueued again here: see `reconcile`.
 */
export async function fillWindow(
  db: Queryable,
  queue: TagQueue,
  { runId, enqueuedTo }: { runId: RunId; enqueuedTo: number },
): Promise<number> {
  const { waiting, delayed } = await queue.counts();
  // One page at a time, when there is room for it, rather than job by job.
  let room = WINDOW - waiting - delayed;
  let afterTrack = enqueuedTo;
  let nAdded = 0;
  while (room >= PAGE) {
    const jobs = await owedJobs(db, { runId, afterTrack, limit: PAGE });
    const last = jobs.at(-1);
    if (!last) break;
    await queue.add(jobs);
    afterTrack = last.trackId;
    await setEnqueuedTo(db, runId, afterTrack);
    room -= jobs.length;
    nAdded += jobs.length;
  }
  return nAdded;
}
