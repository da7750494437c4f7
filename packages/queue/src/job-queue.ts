import type { FailureRecord } from '@earmark/core/failure';
import { rejectOnAbort } from '@earmark/runtime/process';
import type { Queue } from 'bullmq';
import { openBullQueue, type QueueAddress, type QueueName } from './bullmq.ts';
import { parseFailedReason } from './failed-reason.ts';
import { ALL, countJobs, IDLE, type QueueCounts } from './queue-counts.ts';
import { toQueueError } from './queue-errors.ts';

/** A job that will not be tried again: a worker refused it, or it stalled too often (WORKER_CRASHED). */
export interface FailedJob extends FailureRecord {
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  remove(): Promise<void>;
}

export interface QueuedJob {
  /** Adding a job with the id of one that is in the queue changes nothing. */
  readonly id: string;
  readonly payload: object;
  /** 1 is taken first; without one it is taken before all that have one. */
  readonly priority?: number;
}

/** A queue, for those who fill and repair it. Its methods throw QUEUE_UNAVAILABLE or STORE_UNAVAILABLE. */
export interface JobQueue {
  /** Jobs that are queued already stay as they are, with the priority that they have. */
  addJobs(jobs: readonly QueuedJob[]): Promise<void>;
  counts(): Promise<QueueCounts>;
  failedJobs(limit: number): Promise<readonly FailedJob[]>;
  /** Ids of the jobs in every state, active ones included. */
  jobIds(): Promise<readonly string[]>;
  /** Ids of the jobs that are not active. */
  idleJobIds(): Promise<readonly string[]>;
  /** Removes these jobs and returns how many; an active one stays. */
  remove(ids: readonly string[]): Promise<number>;
  /** Resolves when the server of the queue takes what is written to it. */
  probe(): Promise<void>;
  /** Whether the connection was lost since the last call: the server may have lost jobs meanwhile. */
  consumeDisconnected(): boolean;
  close(): Promise<void>;
}

/** What a queue of some kind of jobs is made of. */
export interface OpenJobQueue extends JobQueue {
  readonly queue: Queue;
  /** The result of a call, or why there is none after ten seconds. */
  answered<T>(call: Promise<T>): Promise<T>;
}

export function openJobQueue(
  address: QueueAddress,
  name: QueueName,
  onError: (error: Error) => void,
): OpenJobQueue {
  const { queue, probe, close } = openBullQueue(address, name);
  const answered = <T>(call: Promise<T>): Promise<T> =>
    rejectOnAbort(AbortSignal.timeout(ANSWER_MS), call).catch((error: unknown) => {
      throw toQueueError(error, address);
    });
  let isDisconnected = false;
  queue.on('error', onError);
  queue.on('ioredis:close', () => {
    isDisconnected = true;
  });
  return {
    queue,
    answered,
    async addJobs(jobs) {
      const bulk = jobs.map(({ id, payload, priority }) => ({
        name,
        data: payload,
        opts: { jobId: id, ...(priority !== undefined && { priority }) },
      }));
      await answered(queue.addBulk(bulk));
    },
    counts: () => answered(countJobs(queue)),
    async failedJobs(limit) {
      const jobs = await answered(queue.getFailed(0, limit - 1));
      return jobs.map((job) => ({
        id: job.id ?? '',
        payload: job.data as unknown,
        ...parseFailedReason(job.failedReason),
        attempts: job.attemptsStarted,
        remove: () => answered(job.remove()),
      }));
    },
    jobIds: () => answered(queue.getRanges(ALL, 0, -1)),
    idleJobIds: () => answered(queue.getRanges(IDLE, 0, -1)),
    async remove(ids) {
      let nRemoved = 0;
      for (let i = 0; i < ids.length; i += PAGE) {
        const page = ids.slice(i, i + PAGE);
        const removed = await answered(Promise.all(page.map((id) => queue.remove(id))));
        nRemoved += removed.filter((n) => n > 0).length;
      }
      return nRemoved;
    },
    probe,
    consumeDisconnected() {
      const wasDisconnected = isDisconnected;
      isDisconnected = false;
      return wasDisconnected;
    },
    close,
  };
}

/** Jobs removed at a time. */
const PAGE = 200;

/** BullMQ waits for as long as its server is away. A call that is given up may be executed later, which changes nothing. */
const ANSWER_MS = 10_000;
