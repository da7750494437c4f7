import { type Job, UnrecoverableError, WaitingError } from 'bullmq';
import { type EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { openBullWorker, type QueueAddress, type WorkerOptions } from './bullmq.ts';

/** One delivery of a job. */
export interface Delivery {
  readonly payload: unknown;
  /** From 1. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Whether a worker died while it had this job in hand: it, or one that was in hand beside it, may be why. */
  readonly wasStalled: boolean;
}

export interface ConsumeOptions extends WorkerOptions {
  readonly address: QueueAddress;
  readonly process: (delivery: Delivery) => Promise<void>;
  /** A failure that every other job would meet as well. */
  readonly onStop: (error: EarmarkError) => void;
  readonly onQueueError: (error: Error) => void;
}

/**
 * Takes jobs from the queue until the signal. A job that cannot be done now, because we are leaving or because
 * no job can be done here, goes back to the queue as it came.
 */
export async function consumeTagJobs(options: ConsumeOptions, signal: AbortSignal): Promise<void> {
  const take = async (job: Job, token?: string): Promise<void> => {
    try {
      await options.process(toDelivery(job));
    } catch (cause) {
      const error = toEarmarkError(cause);
      if (error.action === 'stop') options.onStop(error);
      if (signal.aborted || error.action === 'stop') {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (error.action === 'park') throw new UnrecoverableError(error.message);
      throw error;
    }
  };
  if (signal.aborted) return;
  const { worker, close } = openBullWorker(options.address, take, options);
  worker.on('error', options.onQueueError);
  const closed = new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => void close().then(resolve, reject), { once: true });
  });
  // It runs until it is closed; when it cannot even begin, nobody is to wait for it.
  await Promise.race([closed, worker.run().then(() => closed)]);
}

function toDelivery({ data, attemptsMade, stalledCounter, opts }: Job): Delivery {
  const attempt = attemptsMade + 1;
  const isLastAttempt = attempt >= (opts.attempts ?? 1);
  return { payload: data, attempt, isLastAttempt, wasStalled: stalledCounter > 0 };
}
