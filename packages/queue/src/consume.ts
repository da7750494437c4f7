import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import { type EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { openBullWorker, type QueueAddress, type QueueName, type WorkerOptions } from './bullmq.ts';
import { formatFailedReason } from './failed-reason.ts';

/** One delivery of a job. */
export interface Delivery {
  readonly payload: unknown;
  /** From 1. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Seconds since it was enqueued. */
  readonly waitSeconds: number;
  /** Whether a worker died while this job was active: the job may be the cause, or another that was active beside it. */
  readonly wasStalled: boolean;
}

/** Whether a consumer takes new jobs. Those that it has taken are not affected. Doing either twice changes nothing. */
export interface Intake {
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface ConsumeOptions extends WorkerOptions {
  readonly address: QueueAddress;
  readonly queue: QueueName;
  readonly process: (delivery: Delivery) => Promise<void>;
  /** Called with a failure after which the job is tried again. */
  readonly onRetry: (error: EarmarkError, delivery: Delivery) => void;
  /** Called with a failure that every other job would meet as well. */
  readonly onStop: (error: EarmarkError) => void;
  readonly onQueueError: (error: Error) => void;
  /** Called once, before the first job is taken. */
  readonly onStart: (intake: Intake) => void;
}

/**
 * Consumes jobs of a queue until the signal. A job that cannot be processed now, because this program is stopping
 * or because no job can be processed here, is released: it goes back to the queue as it came.
 */
export async function consumeJobs(options: ConsumeOptions, signal: AbortSignal): Promise<void> {
  let isPaused = false;
  const processJob = async (job: Job, token?: string): Promise<void> => {
    // BullMQ may have been asking for a job already when it was paused.
    if (isPaused) return release(job, token);
    const delivery = toDelivery(job);
    try {
      await options.process(delivery);
    } catch (cause) {
      const error = toEarmarkError(cause);
      if (error.action === 'stop') options.onStop(error);
      if (signal.aborted || error.action === 'stop') return release(job, token);
      const reason = formatFailedReason(error);
      if (error.action === 'park') throw new UnrecoverableError(reason);
      if (!delivery.isLastAttempt) options.onRetry(error, delivery);
      throw new Error(reason, { cause });
    }
  };
  if (signal.aborted) return;
  const { worker, close } = openBullWorker(options, processJob, options);
  worker.on('error', options.onQueueError);
  options.onStart({
    async pause() {
      isPaused = true;
      // Without waiting for the active jobs.
      await worker.pause(true);
    },
    async resume() {
      if (!isPaused) return;
      isPaused = false;
      await worker.resume();
    },
  });
  const closed = new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => void close().then(resolve, reject), { once: true });
  });
  // `run` resolves when the worker is closed or paused; when it cannot even start, its error must end the wait for
  // `closed`.
  await Promise.race([closed, worker.run().then(() => closed)]);
}

async function release(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

function toDelivery({ data, timestamp, attemptsMade, stalledCounter, opts }: Job): Delivery {
  const attempt = attemptsMade + 1;
  const isLastAttempt = attempt >= (opts.attempts ?? 1);
  // Another host enqueued it, whose clock may be ahead.
  const waitSeconds = Math.max(0, Date.now() - timestamp) / 1_000;
  return { payload: data, attempt, isLastAttempt, waitSeconds, wasStalled: stalledCounter > 0 };
}
