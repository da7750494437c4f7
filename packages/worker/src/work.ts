import type { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { owedModels } from '@earmark/runtime/ledger/owed-models.js';
import { settle } from '@earmark/runtime/ledger/settle.js';
import { createSettler } from '@earmark/runtime/ledger/settler.js';
import { registerTagger } from '@earmark/runtime/ledger/tagger.js';
import { logOutages } from '@earmark/runtime/log/log-outages.js';
import type { Logger } from '@earmark/runtime/log/logger.js';
import type { Metrics } from '@earmark/runtime/metrics/metrics.js';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { createPatience, type Patiently } from '@earmark/runtime/process/patience.js';
import type { QueueAddress } from '@earmark/runtime/queue/queue-address.js';
import type { FetchAudio } from '@earmark/runtime/source/source.js';
import { consumeTagJobs } from './consume.ts';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import type { DeviceName } from './device/devices.ts';
import { createInferencePool } from './inference/inference-pool.ts';
import { processTagJob, type ProcessTagJobDeps } from './process-tag-job.ts';
import { taggerHere } from './tagger-here.ts';
import { createTaggingStages, type StageLimits, type TaggingStages } from './tagging-stages.ts';
import { laterThan, until } from './until.ts';
import { createWorkMeter, type WorkMeter } from './work-meter.ts';

export interface WorkDeps {
  readonly pool: Pool;
  readonly queue: QueueAddress;
  readonly lockSeconds: number;
  /** From the signal to the end, at most. */
  readonly stopSeconds: number;
  readonly fetchAudio: FetchAudio;
  readonly decoder: AudioDecoder;
  /** Where the networks run; it was seen to work. */
  readonly device: DeviceName;
  readonly models: readonly ModelAtHand[];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Who settles: host and process id. */
  readonly worker: string;
  readonly earmarkVersion: string;
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
  const { pool, decoder, device, log, earmarkVersion } = deps;
  const patiently = createPatience({ signal: stop, ...logOutages(log) });
  const tagger = taggerHere(decoder, device, earmarkVersion);
  const taggerId = await patiently(() => registerTagger(pool, tagger));
  const inference = createInferencePool(device, limits.threads);
  const meter = createWorkMeter(deps.metrics, inference);
  const stages = createTaggingStages(limits, { ...deps, inference, meter, patiently });
  const jobDeps = createJobDeps(deps, { stages, meter, taggerId, patiently, giveUp });
  log.info({ ...limits, decoder: decoder.decoder, device }, 'worker ready');
  try {
    await consumeTagJobs(
      {
        address: deps.queue,
        lockSeconds: deps.lockSeconds,
        // While every thread scores, the next tracks are decoded, and the ones after them fetched.
        concurrency: limits.threads + limits.decode + limits.fetch,
        process: async (delivery) => {
          await meter.inFlight(() => until(giveUp, processTagJob(delivery, jobDeps, stop)));
        },
        onStop: (error) => {
          failure.abort(error);
        },
        onQueueError: (error) => {
          log.warn({ error: error.message }, 'queue');
        },
      },
      stop,
    );
  } finally {
    await inference.close();
  }
  if (failure.signal.aborted) throw failure.signal.reason as EarmarkError;
}

interface JobParts {
  readonly stages: TaggingStages;
  readonly meter: WorkMeter;
  readonly taggerId: number;
  readonly patiently: Patiently;
  readonly giveUp: AbortSignal;
}

/** What a job needs beside the stages: to know what is owed, and to settle it. */
function createJobDeps(
  { pool, worker }: WorkDeps,
  { stages, meter, taggerId, patiently, giveUp }: JobParts,
): ProcessTagJobDeps {
  // Computed is computed: on the way out, too, it is worth waiting for the ledger.
  const tillTheEnd = createPatience({ signal: giveUp });
  const settler = createSettler((settlements) => tillTheEnd(() => settle(pool, settlements)));
  return {
    ...stages,
    owedModels: (job) => patiently(() => owedModels(pool, job)),
    async settle(settled) {
      const { job, outcomes, contentSha256, durationSeconds, attempt } = settled;
      const { runId, trackId } = job;
      const settlement = { runId, trackId, outcomes, contentSha256, durationSeconds };
      await meter.timed('settle', () =>
        settler({ ...settlement, attempts: attempt, worker, taggerId }),
      );
      await meter.settled(settled, stages.lookUp);
    },
  };
}
