import type { FailureRecord } from '@earmark/core/failure';
import { jobId, type TagJob } from '@earmark/core/run';
import { openBullQueue, type QueueAddress } from './bullmq.ts';
import { parseFailedReason } from './failed-reason.ts';
import { toQueueError } from './queue-errors.ts';

/** Number of jobs in each state; completed ones are removed. */
export type QueueCounts = Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>;

/** A job that will not be tried again: a worker refused it, or it stalled too often (WORKER_CRASHED). */
export interface FailedJob extends FailureRecord {
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  remove(): Promise<void>;
}

/** The queue, for those who fill and repair it. Its methods throw QUEUE_UNAVAILABLE or STORE_UNAVAILABLE. */
export interface TagQueue {
  /** Jobs that are queued already stay as they are. */
  add(jobs: readonly TagJob[]): Promise<void>;
  counts(): Promise<QueueCounts>;
  /** Time at which the job that is delivered next was enqueued; undefined when none waits. */
  oldestWaiting(): Promise<Date | undefined>;
  failedJobs(limit: number): Promise<readonly FailedJob[]>;
  /** Ids of the jobs in every state, active ones included. */
  jobIds(): Promise<readonly string[]>;
  /** Ids of the jobs that are not active. */
  idleJobIds(): Promise<readonly string[]>;
  /** Removes these jobs and returns how many; an active one stays. */
  remove(ids: readonly string[]): Promise<number>;
  /** Resolves when the server of the queue answers. */
  ping(): Promise<void>;
  /** Whether the connection was lost since the last call: the server may have lost jobs meanwhile. */
  consumeDisconnected(): boolean;
  close(): Promise<void>;
}

export function openTagQueue(address: QueueAddress, onError: (error: Error) => void): TagQueue {
  const { queue, ping, close } = openBullQueue(address);
  let isDisconnected = false;
  queue.on('error', onError);
  queue.on('ioredis:close', () => {
    isDisconnected = true;
  });
  return {
    async add(jobs) {
      const bulk = jobs.map((job) => ({ name: 'tag', data: job, opts: { jobId: jobId(job) } }));
      await translateErrors(queue.addBulk(bulk));
    },
    async counts() {
      const counts = await translateErrors(
        queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
      );
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
      return { waiting, active, delayed, failed };
    },
    async oldestWaiting() {
      const [job] = await translateErrors(queue.getJobs(['waiting'], 0, 0, true));
      return job && new Date(job.timestamp);
    },
    async failedJobs(limit) {
      const jobs = await translateErrors(queue.getFailed(0, limit - 1));
      return jobs.map((job) => ({
        id: job.id ?? '',
        payload: job.data as unknown,
        ...parseFailedReason(job.failedReason),
        attempts: job.attemptsStarted,
        remove: () => translateErrors(job.remove()),
      }));
    },
    jobIds: () => translateErrors(queue.getRanges([...IDLE, 'active'], 0, -1)),
    idleJobIds: () => translateErrors(queue.getRanges([...IDLE], 0, -1)),
    async remove(ids) {
      let nRemoved = 0;
      for (let i = 0; i < ids.length; i += PAGE) {
        const page = ids.slice(i, i + PAGE);
        const removed = await translateErrors(Promise.all(page.map((id) => queue.remove(id))));
        nRemoved += removed.filter((n) => n > 0).length;
      }
      return nRemoved;
    },
    ping,
    consumeDisconnected() {
      const wasDisconnected = isDisconnected;
      isDisconnected = false;
      return wasDisconnected;
    },
    close,
  };
}

function translateErrors<T>(result: Promise<T>): Promise<T> {
  return result.catch((error: unknown) => {
    throw toQueueError(error);
  });
}

const IDLE = ['waiting', 'delayed', 'failed'] as const;

/** Jobs removed at a time. */
const PAGE = 200;
