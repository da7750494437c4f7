import type { EarmarkError } from '@earmark/core/failure';
import { parseTagJob } from '@earmark/core/run';
import { consumeJobs, type QueueAddress, TAG_QUEUE } from '@earmark/queue';
import { type Progress, rejectOnAbort } from '@earmark/runtime/process';
import { delaySignal } from './abort-signals.ts';
import { createWorker, type StageLimits, type WorkerDeps } from './create-worker.ts';
import { createPresence, type PresenceDeps } from './presence.ts';
import { processTagJob } from './process-tag-job.ts';
import { type StageLoads, tellStageLoads } from './stage-loads.ts';

export interface WorkDeps extends WorkerDeps, PresenceDeps {
  readonly queue: QueueAddress;
  readonly onQueueError: (error: Error) => void;
  readonly progress: Progress;
  /** Receives how the stages are used, where somebody wants to know. */
  readonly tellLoads: ((loads: StageLoads) => void) | undefined;
  readonly lockSeconds: number;
  /** The longest time from the signal to the end. */
  readonly stopSeconds: number;
}

/** Jobs that are not finished this long before the end are released. */
const RELEASE_MS = 2_000;

/**
 * The worker: tags what the queue holds until the signal; then finishes the tracks that are being scored, unless
 * that takes too long, and releases the other jobs. While the ledger asks it to drain, it takes no jobs and stays.
 *
 * @throws a `stop` failure, after every unfinished job was released
 */
export async function work(
  limits: StageLimits,
  deps: WorkDeps,
  signal: AbortSignal,
): Promise<void> {
  const failure = new AbortController();
  const drain = AbortSignal.any([signal, failure.signal]);
  const abort = delaySignal(drain, Math.max(0, deps.stopSeconds * 1_000 - RELEASE_MS));
  const worker = await createWorker(limits, deps, { drain, abort });
  const presence = createPresence(limits, deps, drain);
  const stopTelling = deps.tellLoads && tellStageLoads(worker.stages, deps.tellLoads);
  try {
    await consumeJobs(
      {
        address: deps.queue,
        queue: TAG_QUEUE,
        lockSeconds: deps.lockSeconds,
        // While every thread scores, the next tracks are decoded, and the ones after them fetched.
        concurrency: limits.threads + limits.decode + limits.fetch,
        process: (delivery) => {
          const tag = () => processTagJob(delivery, worker.depsFor(delivery), drain);
          const attempt = () => worker.meter.attempt(delivery, () => rejectOnAbort(abort, tag()));
          return presence.inFlight(() => deps.progress.during(attempt));
        },
        onRetry: ({ code, message }, { payload, attempt }) => {
          worker.meter.retried(code);
          const { runId, trackId, uri } = parseTagJob(payload);
          deps.log.event('job_retried', {
            run: runId,
            track: trackId,
            file: uri,
            code,
            attempt,
            error: message,
          });
        },
        onStart: presence.control,
        onStop: (error) => {
          failure.abort(error);
        },
        onQueueError: deps.onQueueError,
      },
      drain,
    );
  } finally {
    stopTelling?.();
    await presence.end();
    await worker.close();
  }
  if (failure.signal.aborted) throw failure.signal.reason as EarmarkError;
}
