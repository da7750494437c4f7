import type { JobType, Queue } from 'bullmq';
import { parseJobId, type Priority, type RunId } from '@earmark/core/run';
import { NO_PRIORITY, PRIORITIES } from './priorities.ts';

/**
 * Number of jobs in each state; completed ones are removed. A waiting job waits for a worker, a delayed one for the time
 * of its next attempt.
 */
export type QueueCounts = Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>;

/** BullMQ's states by ours: a job that waits with a priority has a state of its own there. */
const STATES = {
  waiting: ['waiting', 'prioritized'],
  active: ['active'],
  delayed: ['delayed'],
  failed: ['failed'],
} as const satisfies Record<keyof QueueCounts, readonly JobType[]>;

/** All states but active. */
export const IDLE: JobType[] = [...STATES.waiting, ...STATES.delayed, ...STATES.failed];

export const ALL: JobType[] = [...IDLE, ...STATES.active];

/** The jobs of all runs. */
export async function countJobs(queue: Queue): Promise<QueueCounts> {
  const counts = await queue.getJobCounts(...ALL);
  const sum = (states: readonly JobType[]) =>
    states.reduce((total, state) => total + (counts[state] ?? 0), 0);
  return {
    waiting: sum(STATES.waiting),
    active: sum(STATES.active),
    delayed: sum(STATES.delayed),
    failed: sum(STATES.failed),
  };
}

/** The jobs of one run: the queue counts by state only, so their ids are read. */
export async function countJobsOf(queue: Queue, runId: RunId): Promise<QueueCounts> {
  const count = async (states: readonly JobType[]) => {
    const ids = await queue.getRanges([...states], 0, -1);
    return ids.filter((id) => parseJobId(id)?.runId === runId).length;
  };
  return {
    waiting: await count(STATES.waiting),
    active: await count(STATES.active),
    delayed: await count(STATES.delayed),
    failed: await count(STATES.failed),
  };
}

/**
 * Jobs that take up the window of a run: those of all runs that wait with its priority or a higher one, and its own
 * delayed ones. Jobs of a lower priority are taken after its own, however many they are.
 */
export async function countInWindow(
  queue: Queue,
  { runId, priority }: { runId: RunId; priority: Priority },
): Promise<number> {
  const higher = Object.values(PRIORITIES).filter((each) => each <= PRIORITIES[priority]);
  const counts = await queue.getCountsPerPriority([NO_PRIORITY, ...higher]);
  const nWaiting = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const delayed = await queue.getRanges([...STATES.delayed], 0, -1);
  return nWaiting + delayed.filter((id) => parseJobId(id)?.runId === runId).length;
}

/** Time at which the job that is delivered next was enqueued; undefined when none waits. */
export async function oldestWaiting(queue: Queue): Promise<Date | undefined> {
  for (const state of STATES.waiting) {
    const [job] = await queue.getJobs([state], 0, 0, true);
    if (job) return new Date(job.timestamp);
  }
  return undefined;
}
