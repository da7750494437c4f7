import { EarmarkError } from '@earmark/core/failure';
import { jobId, type TagJob } from '@earmark/core/run';
import { toStoreError } from '@earmark/ledger';
import { openBullQueue, type QueueAddress } from './bullmq.ts';

/** Jobs of each state that matters to us; finished ones are removed. */
export type QueueCounts = Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>;

/** A job that was given up: its payload was refused, or the queue had lost count of the workers that died with it. */
export interface FailedJob {
  readonly payload: unknown;
  readonly reason: string;
  readonly attempts: number;
  remove(): Promise<void>;
}

/** The queue, seen from those who fill and mend it. What it is asked throws QUEUE_UNAVAILABLE or STORE_UNAVAILABLE. */
export interface TagQueue {
  /** Jobs that are queued already stay as they are. */
  add(jobs: readonly TagJob[]): Promise<void>;
  counts(): Promise<QueueCounts>;
  failedJobs(limit: number): Promise<readonly FailedJob[]>;
  /** Ids of the jobs in every state, those that workers have in hand included. */
  jobIds(): Promise<readonly string[]>;
  /** Ids of the jobs that no worker has in hand. */
  idleJobIds(): Promise<readonly string[]>;
  /** Removes these jobs and returns how many; one that a worker has in hand stays. */
  remove(ids: readonly string[]): Promise<number>;
  /** Whether the connection was lost since the last call: the server may have forgotten jobs meanwhile. */
  consumeDisconnected(): boolean;
  close(): Promise<void>;
}

export function openTagQueue(address: QueueAddress, onError: (error: Error) => void): TagQueue {
  const { queue, close } = openBullQueue(address);
  let isInterrupted = false;
  queue.on('error', onError);
  queue.on('ioredis:close', () => {
    isInterrupted = true;
  });
  return {
    async add(jobs) {
      const bulk = jobs.map((job) => ({ name: 'tag', data: job, opts: { jobId: jobId(job) } }));
      await asked(queue.addBulk(bulk));
    },
    async counts() {
      const counts = await asked(queue.getJobCounts('waiting', 'active', 'delayed', 'failed'));
      const { waiting = 0, active = 0, delayed = 0, failed = 0 } = counts;
      return { waiting, active, delayed, failed };
    },
    async failedJobs(limit) {
      const jobs = await asked(queue.getFailed(0, limit - 1));
      return jobs.map((job) => ({
        payload: job.data as unknown,
        reason: job.failedReason,
        attempts: job.attemptsStarted,
        remove: () => asked(job.remove()),
      }));
    },
    jobIds: () => asked(queue.getRanges([...IDLE, 'active'], 0, -1)),
    idleJobIds: () => asked(queue.getRanges([...IDLE], 0, -1)),
    async remove(ids) {
      let nRemoved = 0;
      for (let i = 0; i < ids.length; i += PAGE) {
        const page = ids.slice(i, i + PAGE);
        const removed = await asked(Promise.all(page.map((id) => queue.remove(id))));
        nRemoved += removed.filter((n) => n > 0).length;
      }
      return nRemoved;
    },
    consumeDisconnected() {
      const wasInterrupted = isInterrupted;
      isInterrupted = false;
      return wasInterrupted;
    },
    close,
  };
}

function asked<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw toQueueError(error);
  });
}

const IDLE = ['waiting', 'delayed', 'failed'] as const;

/** Jobs removed at a time. */
const PAGE = 200;

/**
 * `error` as QUEUE_UNAVAILABLE when Redis refused what it was asked (it is full, cannot write its snapshot, or is a
 * replica by now), as STORE_UNAVAILABLE when the queue lives in a Postgres that is away, else unchanged.
 */
export function toQueueError(error: unknown): unknown {
  if (error instanceof Error && error.name === 'ReplyError') {
    return new EarmarkError('QUEUE_UNAVAILABLE', `Redis refuses: ${error.message}`, {
      cause: error,
    });
  }
  return toStoreError(error);
}
