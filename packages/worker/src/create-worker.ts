import type { InstalledModel } from '@earmark/core/model';
import {
  createInferencePool,
  createStageLimit,
  type InferencePool,
  RUNTIME,
} from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import {
  createSettler,
  findStoredContent,
  owedModels,
  type Pool,
  registerSoftware,
  settle,
  type Software,
} from '@earmark/ledger';
import type { Delivery } from '@earmark/queue';
import { type Logger, logOutages } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable, type RetryWhileUnavailable } from '@earmark/runtime/process';
import type { FetchAudio } from '@earmark/source';
import {
  createDecodeAndScore,
  createModelLookup,
  type ModelLookup,
  type ScoreAudio,
} from './decode-and-score.ts';
import type { AudioDecoder } from './decode/audio-decoder.ts';
import { type AudioDecoderOptions, createAudioDecoder } from './decode/create-audio-decoder.ts';
import type { ProcessTagJobDeps } from './process-tag-job.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import type { TagTrackDeps } from './tag-track.ts';
import { createWorkMeter, type WorkMeter } from './work-meter.ts';

export interface WorkerDeps {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoderOptions: AudioDecoderOptions;
  /** Where the networks run; it was seen to work. */
  readonly device: DeviceName;
  readonly models: readonly InstalledModel[];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Who settles: host and process id. */
  readonly settledBy: string;
  readonly earmarkVersion: string;
}

/** All that a worker does a job with. */
export interface WorkerContext {
  readonly meter: WorkMeter;
  depsFor(delivery: Delivery): ProcessTagJobDeps;
  close(): Promise<void>;
}

export interface ShutdownSignals {
  /** Nothing new is begun. */
  readonly drain: AbortSignal;
  /** Nothing is waited for any more. */
  readonly abort: AbortSignal;
}

export async function createWorker(
  limits: StageLimits,
  deps: WorkerDeps,
  { drain, abort }: ShutdownSignals,
): Promise<WorkerContext> {
  const { pool, device, decoderOptions, log } = deps;
  const decoder = await createAudioDecoder(decoderOptions);
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal: drain, ...logOutages(log) });
  const software = currentSoftware(decoder, device, deps.earmarkVersion);
  const softwareId = await retryWhileUnavailable(() => registerSoftware(pool, software));
  const inference = createInferencePool(device, limits.threads);
  const meter = createWorkMeter(deps.metrics, inference);
  const stages = createTaggingStages(limits, {
    ...deps,
    decoder,
    inference,
    meter,
    retryWhileUnavailable,
  });
  const jobDeps = createJobDeps(deps, { stages, meter, softwareId, retryWhileUnavailable, abort });
  const sandbox = createSandbox({ device, decoder: decoderOptions });
  const { lookUp } = stages;
  const decodeAndScore = createDecodeAndScore(sandbox.score, {
    lookUp,
    meter,
    retryWhileUnavailable,
  });
  const stalledDeps = { ...jobDeps, decodeAndScore };
  log.info({ ...limits, decoder: decoder.decoder, device }, 'worker ready');
  return {
    meter,
    depsFor: ({ wasStalled }) => (wasStalled ? stalledDeps : jobDeps),
    close: async () => {
      sandbox.close();
      await inference.close();
    },
  };
}

interface JobDeps {
  readonly stages: TaggingStages;
  readonly meter: WorkMeter;
  readonly softwareId: number;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
  readonly abort: AbortSignal;
}

/** What a job needs beside the stages: to know what is owed, and to settle it. */
function createJobDeps(
  { pool, settledBy }: WorkerDeps,
  { stages, meter, softwareId, retryWhileUnavailable, abort }: JobDeps,
): ProcessTagJobDeps {
  // Computed is computed: on the way out, too, it is worth waiting for the ledger.
  const tillTheEnd = createRetryWhileUnavailable({ signal: abort });
  const settler = createSettler((settlements) => tillTheEnd(() => settle(pool, settlements)));
  return {
    ...stages,
    owedModels: (job) => retryWhileUnavailable(() => owedModels(pool, job)),
    async settle(settled) {
      const { job, outcomes, contentSha256, durationSeconds, attempt } = settled;
      const { runId, trackId } = job;
      const settlement = { runId, trackId, outcomes, contentSha256, durationSeconds };
      await meter.timed('settle', () =>
        settler({ ...settlement, attempts: attempt, settledBy, softwareId }),
      );
      await meter.settled(settled, stages.lookUp);
    },
  };
}

/** Tracks that each stage handles at a time. */
export interface StageLimits {
  readonly fetch: number;
  readonly decode: number;
  /** Inference threads. */
  readonly threads: number;
}

export interface TaggingDeps {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoder: AudioDecoder;
  readonly models: readonly InstalledModel[];
  readonly inference: InferencePool;
  readonly meter: WorkMeter;
  /** For a ledger or a source that is away. */
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

export interface TaggingStages extends TagTrackDeps {
  readonly lookUp: ModelLookup;
}

/** The stages of tagging a track, each with its limit and its clock. */
export function createTaggingStages(
  limits: StageLimits,
  {
    pool,
    fetchAudio,
    decoder,
    models: installed,
    inference,
    meter,
    retryWhileUnavailable,
  }: TaggingDeps,
): TaggingStages {
  const fetching = createStageLimit(limits.fetch);
  const decoding = createStageLimit(limits.decode);
  const lookUp = createModelLookup(pool, installed);
  const scoreAudio: ScoreAudio = async (path, models, signal) => {
    const decode = () => meter.timed('decode', () => decoder.decode(path, signal));
    const waveform = await decoding(decode);
    const reply = await inference.score({ waveform, models }, signal);
    return { ...reply, nSamples: waveform.length };
  };
  return {
    lookUp,
    async fetchAudio(uri, version, signal) {
      const fetch = () => meter.timed('fetch', () => fetchAudio(uri, version, signal));
      const audio = await fetching(() => retryWhileUnavailable(fetch));
      meter.fetched(audio.sizeBytes);
      return audio;
    },
    findStored: (contentSha256, keys) =>
      retryWhileUnavailable(() => findStoredContent(pool, contentSha256, keys)),
    decodeAndScore: createDecodeAndScore(scoreAudio, { lookUp, meter, retryWhileUnavailable }),
  };
}

/** The software that makes predictions in this process. */
export function currentSoftware(
  { decoder, resampler }: Pick<AudioDecoder, 'decoder' | 'resampler'>,
  device: DeviceName,
  earmarkVersion: string,
): Software {
  return { decoder, resampler, device, runtime: RUNTIME, earmarkVersion };
}
