import type { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { settle } from '@earmark/runtime/ledger/settle.js';
import { findStoredContent } from '@earmark/runtime/ledger/stored-content.js';
import { registerTagger } from '@earmark/runtime/ledger/tagger.js';
import type { Logger } from '@earmark/runtime/log/logger.js';
import type { Metrics } from '@earmark/runtime/metrics/metrics.js';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import { patiently } from '@earmark/runtime/postgres/patiently.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import type { QueueAddress } from '@earmark/runtime/queue/queue-address.js';
import type { FetchAudio } from '@earmark/runtime/source/source.js';
import { consumeTagJobs } from './consume.ts';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import { createInferencePool, type InferencePool } from './inference/inference-pool.ts';
import { RUNTIME } from './inference/onnx-session.ts';
import { createModelLookup, type ModelLookup } from './model-lookup.ts';
import { processTagJob, type ProcessTagJobDeps } from './process-tag-job.ts';
import { createStageLimit } from './stage-limit.ts';
import { toOutcome } from './to-outcome.ts';
import { createWorkMeter, type WorkMeter } from './work-meter.ts';

/** Tracks that each stage handles at a time. */
export interface StageLimits {
  readonly fetch: number;
  readonly decode: number;
  /** Inference threads. */
  readonly threads: number;
}

export interface WorkDeps {
  readonly pool: Pool;
  readonly queue: QueueAddress;
  readonly fetchAudio: FetchAudio;
  readonly decoder: AudioDecoder;
  readonly models: readonly ModelAtHand[];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Who settles: host and process id. */
  readonly worker: string;
  readonly earmarkVersion: string;
}

/**
 * The worker: tags what the queue holds until the signal; then finishes the tracks that are being scored and
 * gives the others back.
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
  const { pool, decoder, log, earmarkVersion } = deps;
  const taggerId = await patiently(
    () =>
      registerTagger(pool, {
        decoder: decoder.decoder,
        resampler: decoder.resampler,
        device: 'cpu',
        runtime: RUNTIME,
        earmarkVersion,
      }),
    stop,
  );
  const inference = createInferencePool(limits.threads);
  const meter = createWorkMeter(deps.metrics, inference);
  const stages = createStages(limits, deps, { inference, meter, taggerId, stop });
  log.info({ ...limits, decoder: decoder.decoder }, 'worker ready');
  try {
    await consumeTagJobs(
      {
        address: deps.queue,
        // While every thread scores, the next tracks are fetched and decoded.
        concurrency: limits.threads + limits.decode + 1,
        process: (delivery) => meter.inFlight(() => processTagJob(delivery, stages, stop)),
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

interface StageParts {
  readonly inference: InferencePool;
  readonly meter: WorkMeter;
  readonly taggerId: number;
  readonly stop: AbortSignal;
}

/** The stages of a track, each with its limit and its clock. */
function createStages(
  limits: StageLimits,
  { pool, fetchAudio, decoder, models, worker }: WorkDeps,
  { inference, meter, taggerId, stop }: StageParts,
): ProcessTagJobDeps {
  const fetching = createStageLimit(limits.fetch);
  const decoding = createStageLimit(limits.decode);
  const lookUp: ModelLookup = createModelLookup(pool, models);
  return {
    async fetchAudio(uri, version, signal) {
      const audio = await fetching(() =>
        meter.timed('fetch', () => fetchAudio(uri, version, signal)),
      );
      meter.fetched(audio.sizeBytes);
      return audio;
    },
    findStored: (contentSha256, keys) =>
      patiently(() => findStoredContent(pool, contentSha256, keys), stop),
    decodeAudio: (path, signal) =>
      decoding(() => meter.timed('decode', () => decoder.decode(path, signal))),
    async score(waveform, keys, signal) {
      const wanted = await patiently(() => Promise.all(keys.map(lookUp)), stop);
      const { results, frontEndSeconds } = await inference.score(
        { waveform, models: wanted },
        signal,
      );
      meter.scored(wanted, results, frontEndSeconds);
      return wanted.flatMap((model) => {
        const result = results.find(({ key }) => key === model.key);
        return result ? [toOutcome(model, result)] : [];
      });
    },
    async settle(settled) {
      const { job, outcomes, contentSha256, durationSeconds, attempt } = settled;
      const { runId, trackId } = job;
      const settlement = { runId, trackId, outcomes, contentSha256, durationSeconds };
      // Computed is computed: even on the way out it is worth waiting for the ledger.
      await meter.timed('settle', () =>
        patiently(() => settle(pool, { ...settlement, attempts: attempt, worker, taggerId })),
      );
      await meter.settled(settled, lookUp);
    },
  };
}
