import type { ModelAtHand } from '@earmark/core/model';
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
  registerTagger,
  settle,
  type Tagger,
} from '@earmark/ledger';
import type { Delivery } from '@earmark/queue';
import { type Logger, logOutages } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import { createPatience, type Patiently } from '@earmark/runtime/process';
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

export interface WorkbenchParts {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoderOptions: AudioDecoderOptions;
  /** Where the networks run; it was seen to work. */
  readonly device: DeviceName;
  readonly models: readonly ModelAtHand[];
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Who settles: host and process id. */
  readonly worker: string;
  readonly earmarkVersion: string;
}

/** All that a worker does a job with. */
export interface Workbench {
  readonly meter: WorkMeter;
  depsFor(delivery: Delivery): ProcessTagJobDeps;
  close(): Promise<void>;
}

export interface Endings {
  /** Nothing new is begun. */
  readonly stop: AbortSignal;
  /** Nothing is waited for any more. */
  readonly giveUp: AbortSignal;
}

export async function openWorkbench(
  limits: StageLimits,
  parts: WorkbenchParts,
  { stop, giveUp }: Endings,
): Promise<Workbench> {
  const { pool, device, decoderOptions, log } = parts;
  const decoder = await createAudioDecoder(decoderOptions);
  const patiently = createPatience({ signal: stop, ...logOutages(log) });
  const tagger = taggerHere(decoder, device, parts.earmarkVersion);
  const taggerId = await patiently(() => registerTagger(pool, tagger));
  const inference = createInferencePool(device, limits.threads);
  const meter = createWorkMeter(parts.metrics, inference);
  const stages = createTaggingStages(limits, { ...parts, decoder, inference, meter, patiently });
  const jobDeps = createJobDeps(parts, { stages, meter, taggerId, patiently, giveUp });
  const sandbox = createSandbox({ device, decoder: decoderOptions });
  const { lookUp } = stages;
  const decodeAndScore = createDecodeAndScore(sandbox.score, { lookUp, meter, patiently });
  const suspectDeps = { ...jobDeps, decodeAndScore };
  log.info({ ...limits, decoder: decoder.decoder, device }, 'worker ready');
  return {
    meter,
    depsFor: ({ isSuspect }) => (isSuspect ? suspectDeps : jobDeps),
    close: async () => {
      sandbox.close();
      await inference.close();
    },
  };
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
  { pool, worker }: WorkbenchParts,
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

/** Tracks that each stage handles at a time. */
export interface StageLimits {
  readonly fetch: number;
  readonly decode: number;
  /** Inference threads. */
  readonly threads: number;
}

export interface TaggingParts {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoder: AudioDecoder;
  readonly models: readonly ModelAtHand[];
  readonly inference: InferencePool;
  readonly meter: WorkMeter;
  /** For a ledger or a source that is away. */
  readonly patiently: Patiently;
}

export interface TaggingStages extends TagTrackDeps {
  readonly lookUp: ModelLookup;
}

/** The stages of tagging a track, each with its limit and its clock. */
export function createTaggingStages(
  limits: StageLimits,
  { pool, fetchAudio, decoder, models: installed, inference, meter, patiently }: TaggingParts,
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
      const audio = await fetching(() => patiently(fetch));
      meter.fetched(audio.sizeBytes);
      return audio;
    },
    findStored: (contentSha256, keys) =>
      patiently(() => findStoredContent(pool, contentSha256, keys)),
    decodeAndScore: createDecodeAndScore(scoreAudio, { lookUp, meter, patiently }),
  };
}

/** The software that makes predictions in this process. */
export function taggerHere(
  { decoder, resampler }: Pick<AudioDecoder, 'decoder' | 'resampler'>,
  device: DeviceName,
  earmarkVersion: string,
): Tagger {
  return { decoder, resampler, device, runtime: RUNTIME, earmarkVersion };
}
