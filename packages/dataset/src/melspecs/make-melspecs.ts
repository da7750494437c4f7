import { setTimeout as sleep } from 'node:timers/promises';
import type { FailureRecord } from '@earmark/core/failure';
import {
  consumeJobs,
  type JobQueue,
  openJobQueue,
  type QueueAddress,
  type QueueName,
} from '@earmark/queue';
import type { OnWork } from '@earmark/runtime/display';
import { type MelspecJob, parseMelspecJob, toQueuedJob } from './melspec-job.ts';

export interface MelspecWork {
  readonly address: QueueAddress;
  readonly queue: QueueName;
  /** Spectrograms made at a time. */
  readonly parallel: number;
  readonly lockSeconds: number;
  make(job: MelspecJob, signal: AbortSignal): Promise<void>;
  readonly onWork: OnWork;
}

/** A spectrogram that could not be made. */
export interface FailedMelspec extends FailureRecord {
  readonly file: string;
}

const POLL_MS = 300;

/** More than any dataset has tracks. */
const MAX_FAILED = 10_000_000;

/** Jobs added at a time. */
const PAGE = 1_000;

/**
 * Makes what is owed, together with the machines on which the same command runs: they share one queue. The storage is
 * the record of what is done, so the queue may be lost, and everything may happen twice.
 *
 * @returns what could not be made
 * @throws a failure that every other file would meet as well; the reason of the signal
 */
export async function makeMelspecs(
  owed: readonly MelspecJob[],
  work: MelspecWork,
  signal: AbortSignal,
): Promise<readonly FailedMelspec[]> {
  // Calls of the queue report what matters.
  const ignore = () => undefined;
  const queue = openJobQueue(work.address, work.queue, ignore);
  const failure = new AbortController();
  const done = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  try {
    await enqueue(queue, owed);
    const consumed = consumeJobs(
      {
        ...work,
        concurrency: work.parallel,
        process: ({ payload }) => work.make(parseMelspecJob(payload), signal),
        onStart: ignore,
        onRetry: ignore,
        onStop: (error) => {
          failure.abort(error);
        },
        onQueueError: ignore,
      },
      AbortSignal.any([stop, done.signal]),
    );
    try {
      await untilDone(queue, owed.length, work.onWork, stop);
    } finally {
      done.abort();
      await consumed;
    }
    return await failedJobs(queue);
  } finally {
    await queue.close();
  }
}

/** What failed before is tried again. */
async function enqueue(queue: JobQueue, owed: readonly MelspecJob[]): Promise<void> {
  const failed = await queue.failedJobs(MAX_FAILED);
  await queue.remove(failed.map(({ id }) => id));
  for (let i = 0; i < owed.length; i += PAGE) {
    await queue.addJobs(owed.slice(i, i + PAGE).map(toQueuedJob));
  }
}

async function untilDone(
  queue: JobQueue,
  nAll: number,
  onWork: OnWork,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const { waiting, active, delayed } = await queue.counts();
    const nLeft = waiting + active + delayed;
    const nDone = Math.max(0, nAll - nLeft);
    onWork({ what: 'Making mel-spectrograms', nDone, nAll, noun: 'track' });
    if (nLeft === 0) return;
    await sleep(POLL_MS, undefined, { signal }).catch(() => {
      signal.throwIfAborted();
    });
  }
}

async function failedJobs(queue: JobQueue): Promise<readonly FailedMelspec[]> {
  const failed = await queue.failedJobs(MAX_FAILED);
  return failed.map(({ payload, code, message }) => ({
    file: parseMelspecJob(payload).file,
    code,
    message,
  }));
}
