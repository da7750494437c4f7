import { parseJobId, type RunId } from '@earmark/core/run';
import { type Queryable, runningRuns } from '@earmark/ledger';
import { fillWindow } from './fill-window.ts';
import type { TagQueue } from './tag-queue.ts';

/**
 * Removes the jobs of a run that no worker has taken, and fills its window again from the ledger: with its present
 * priority, and with nothing while it is paused or being planned.
 */
export async function enqueueAnew(db: Queryable, queue: TagQueue, runId: RunId): Promise<void> {
  const idle = await queue.idleJobIds();
  await queue.remove(idle.filter((id) => parseJobId(id)?.runId === runId));
  const run = (await runningRuns(db)).find((running) => running.runId === runId);
  if (run) await fillWindow(db, queue, run);
}
