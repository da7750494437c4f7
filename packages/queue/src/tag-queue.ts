import { jobId, type Priority, type RunId, type TagJob } from '@earmark/core/run';
import { type QueueAddress, TAG_QUEUE } from './bullmq.ts';
import { type JobQueue, openJobQueue } from './job-queue.ts';
import { PRIORITIES } from './priorities.ts';
import { countInWindow, countJobsOf, oldestWaiting, type QueueCounts } from './queue-counts.ts';

/** The queue of the jobs of all runs. */
export interface TagQueue extends Omit<JobQueue, 'addJobs'> {
  /** Jobs that are queued already stay as they are, with the priority that they have. */
  add(jobs: readonly TagJob[], priority: Priority): Promise<void>;
  /** Time at which the job that is delivered next was enqueued; undefined when none waits. */
  oldestWaiting(): Promise<Date | undefined>;
  /** The counts of the jobs of one run. */
  countsOf(runId: RunId): Promise<QueueCounts>;
  /** Jobs that take up the window of a run; those of runs with a lower priority do not. */
  countInWindow(run: { readonly runId: RunId; readonly priority: Priority }): Promise<number>;
}

export function openTagQueue(address: QueueAddress, onError: (error: Error) => void): TagQueue {
  const opened = openJobQueue(address, TAG_QUEUE, onError);
  const { queue } = opened;
  return {
    ...opened,
    add: (jobs, priority) =>
      opened.addJobs(
        jobs.map((job) => ({ id: jobId(job), payload: job, priority: PRIORITIES[priority] })),
      ),
    countsOf: (runId) => opened.answered(countJobsOf(queue, runId)),
    countInWindow: (run) => opened.answered(countInWindow(queue, run)),
    oldestWaiting: () => opened.answered(oldestWaiting(queue)),
  };
}
