import type { FailureRecord } from '@earmark/core/failure';
import { jobId, type Priority, type RunId, type TagJob } from '@earmark/core/run';
import { rejectOnAbort } from '@earmark/runtime/process';
import { openBullQueue, type QueueAddress } from './bullmq.ts';
import { parseFailedReason } from './failed-reason.ts';
import { PRIORITIES } from './priorities.ts';
import {
  ALL,
  countInWindow,
  countJobs,
  countJobsOf,
  IDLE,
  oldestWaiting,
  type QueueCounts,
} from './queue-counts.ts';
import { toQueueError } from './queue-errors.ts';

/** A job that will not be tried again: a worker refused it, or it stalled too often (WORKER_CRASHED). */
export interface FailedJob extends FailureRecord {
  readonly id: string;
  readonly payload: unknown;
  readonly attempts: number;
  remove(): Promise<void>;
}

/** The queue, for those who fill and repair it. Its methods throw QUEUE_UNAVAILABLE or STORE_UNAVAILABLE. */
export interface TagQueue {
  /** Jobs that are queued already stay as they are, with the priority that they have. */
  add(jobs: readonly TagJob[], priority: Priority): Promise<void>;
  counts(): Promise<QueueCounts>;
  /** Time at which the job that is delivered next was enqueued; undefined when none waits. */
  oldestWaiting(): Promise<Date | undefined>;
  /** The counts of the jobs of one run. */
  countsOf(runId: RunId): Promise<QueueCounts>;
  /** Jobs that take up the window of a run; those of runs with a lower priority do not. */
  countInWindow(run: { readonly runId: RunId; readonly priority: Priority }): Promise<number>;
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

export function openTagQueue(address: QueueAddress, onError: (error: Error) => void): TagQueue {
  const { queue, probe, close } = openBullQueue(address);
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
    async add(jobs, priority) {
      const bulk = jobs.map((job) => ({
        name: 'tag',
        data: job,
        opts: { jobId: jobId(job), priority: PRIORITIES[priority] },
      }));
      await answered(queue.addBulk(bulk));
    },
    counts: () => answered(countJobs(queue)),
    countsOf: (runId) => answered(countJobsOf(queue, runId)),
    countInWindow: (run) => answered(countInWindow(queue, run)),
    oldestWaiting: () => answered(oldestWaiting(queue)),
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
