import type { EarmarkError } from '@earmark/core/failure';
import { consumeTagJobs, type QueueAddress } from '@earmark/queue';
import { openWorkbench, type StageLimits, type WorkbenchParts } from './create-worker.ts';
import { processTagJob } from './process-tag-job.ts';
import { laterThan, until } from './until.ts';

export interface WorkDeps extends WorkbenchParts {
  readonly queue: QueueAddress;
  readonly lockSeconds: number;
  /** From the signal to the end, at most. */
  readonly stopSeconds: number;
}

/** What is not finished so long before the end is handed back. */
const HANDING_BACK_MS = 2_000;

/**
 * The worker: tags what the queue holds until the signal; then finishes the tracks that are being scored, unless
 * that takes too long, and gives the others back.
 *
 * @throws a `stop` failure, with every job in hand given back
 */
export async function work(
  limits: StageLimits,
  deps: WorkDeps,
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const stop = AbortSignal.any([signal, failure.signal]);
  const giveUp = laterThan(stop, Math.max(0, deps.stopSeconds * 1_000 - HANDING_BACK_MS));
  const bench = await openWorkbench(limits, deps, { stop, giveUp });
  try {
    await consumeTagJobs(
      {
        address: deps.queue,
        lockSeconds: deps.lockSeconds,
        // While every thread scores, the next tracks are decoded, and the ones after them fetched.
        concurrency: limits.threads + limits.decode + limits.fetch,
        process: (delivery) =>
          bench.meter.inFlight(async () => {
            await until(giveUp, processTagJob(delivery, bench.depsFor(delivery), stop));
          }),
        onStop: (error) => {
          failure.abort(error);
        },
        onQueueError: (error) => {
          deps.log.warn({ error: error.message }, 'queue');
        },
      },
      stop,
    );
  } finally {
    await bench.close();
  }
  if (failure.signal.aborted) throw failure.signal.reason as EarmarkError;
}
