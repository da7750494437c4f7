import type { RunId } from '@earmark/core/run';
import { owedJobs, type Queryable, setEnqueuedTo } from '@earmark/ledger';
import type { TagQueue } from './tag-queue.ts';

/** Jobs of one run that wait in the queue at a time; the ledger holds the rest. */
const WINDOW = 2_000;
const PAGE = 500;

/**
 * Hands owed jobs of a run to the queue until the window is full, and returns how many. What was handed out
 * before and got lost is not its business: see reconcile.
 */
export async function fillWindow(
  db: Queryable,
  queue: TagQueue,
  { runId, enqueuedTo }: { runId: RunId; enqueuedTo: number },
): Promise<number> {
  const { waiting, delayed } = await queue.counts();
  // Not job by job: one page when there is room for it.
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
