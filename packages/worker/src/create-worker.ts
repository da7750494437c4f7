import type { InstalledModel } from '@earmark/core/model';
import type { TagJob } from '@earmark/core/run';
import {
  type AudioDecoder,
  type AudioDecoderOptions,
  createTrackReader,
  proveDecoder,
  type TrackReader,
} from '@earmark/decode';
import { createInferencePool, type InferencePool, RUNTIME } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import {
  type ContentModels,
  createSettler,
  findStoredContents,
  groupCalls,
  owedModels,
  type Pool,
  registerSoftware,
  sampleSource,
  settle,
  type Software,
} from '@earmark/ledger';
import type { Delivery } from '@earmark/queue';
import { createTrackFailureLog, type Log } from '@earmark/runtime/log';
import type { Metrics } from '@earmark/runtime/metrics';
import {
  createRetryWhileUnavailable,
  createSlots,
  type Outages,
  type RetryWhileUnavailable,
} from '@earmark/runtime/process';
import type { Tracer } from '@earmark/runtime/traces';
import {
  assertSourcePresent,
  type FetchAudio,
  type IsReadable,
  SAMPLE_SIZE,
  UNKNOWN_VERSION,
} from '@earmark/source';
import { createDecodeAndScore, type ScoreAudio } from './decode-and-score.ts';
import { createMetadataReader, type MetadataReader } from './metadata/metadata-reader.ts';
import { createModelLookup } from './model-lookup.ts';
import type { ProcessTagJobDeps } from './process-tag-job.ts';
import { createSandbox } from './sandbox/sandbox.ts';
import { scoreAtEachRate } from './score-at-each-rate.ts';
import { createSelfCheck } from './self-check.ts';
import { createSettleJob } from './settle-job.ts';
import type { TagTrackDeps } from './tag-track.ts';
import { createWorkMeter, type StageSlots, type WorkMeter } from './work-meter.ts';

export interface WorkerDeps {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly isReadable: IsReadable;
  readonly decoderOptions: AudioDecoderOptions;
  /** Where the networks run; it was verified. */
  readonly device: DeviceName;
  readonly models: readonly InstalledModel[];
  readonly metrics: Metrics;
  /** Undefined: nothing is traced. */
  readonly tracer: Tracer | undefined;
  readonly log: Log;
  readonly outages: Outages;
  /** Who settles: host and process id. */
  readonly settledBy: string;
  readonly earmarkVersion: string;
}

/** Tracks that the ledger is asked about at a time. */
const MAX_LOOKUPS = 64;

/** What a worker processes its jobs with. */
export interface WorkerContext {
  readonly meter: WorkMeter;
  readonly stages: StageSlots;
  depsFor(delivery: Delivery): ProcessTagJobDeps;
  close(): Promise<void>;
}

export interface ShutdownSignals {
  /** No new work is started. */
  readonly drain: AbortSignal;
  /** Unfinished work is no longer waited for. */
  readonly abort: AbortSignal;
}

/**
 * Wires a worker: decoder, inference threads, sandbox, ledger and metrics.
 *
 * @throws a `stop` failure when it cannot work here: DECODER_UNAVAILABLE, USAGE_INVALID, DISK_FULL, TOO_MANY_OPEN_FILES
 */
export async function createWorker(
  limits: StageLimits,
  deps: WorkerDeps,
  { drain, abort }: ShutdownSignals,
): Promise<WorkerContext> {
  const { pool, device, decoderOptions, log, outages } = deps;
  const decoder = await createTrackReader(decoderOptions);
  await proveDecoder(decoder, drain);
  const untilDrain = createRetryWhileUnavailable({ signal: drain, outages });
  // What has been computed is worth waiting for the ledger during shutdown, too.
  const untilAbort = createRetryWhileUnavailable({ signal: abort, outages });
  const software = currentSoftware(decoder, device, deps.earmarkVersion);
  const softwareId = await untilDrain(() => registerSoftware(pool, software));
  const inference = createInferencePool(device, limits.threads);
  const metadata = createMetadataReader(decoderOptions.environment);
  const sandbox = createSandbox({ device, decoder: decoderOptions });
  const slots = createStageSlots(limits);
  const stages = { ...slots, score: inference.slots };
  const meter = await withTraces(createWorkMeter(deps.metrics, stages, log), deps);
  const lookUp = createModelLookup(pool, deps.models, (model) => {
    meter.uses(model);
  });
  const owedModelsOf = groupCalls(
    (jobs: readonly TagJob[]) => untilDrain(() => owedModels(pool, jobs)),
    { limit: MAX_LOOKUPS },
  );

  const failures = createTrackFailureLog(log);
  const jobDeps: ProcessTagJobDeps = {
    ...createStages(slots, {
      pool,
      fetchAudio: deps.fetchAudio,
      decoder,
      inference,
      readMetadata: metadata.read,
      meter,
      retryWhileUnavailable: untilDrain,
    }),
    checkSelf: createSelfCheck({
      source(job, signal) {
        const sampled = { size: SAMPLE_SIZE, exceptVersion: UNKNOWN_VERSION };
        return assertSourcePresent(
          job,
          () => untilDrain(() => sampleSource(pool, job, sampled)),
          (uri) => deps.isReadable(uri, signal),
        );
      },
      decoder: (signal) => proveDecoder(decoder, signal),
    }),
    async owedModels(job) {
      const models = await owedModelsOf(job);
      const owed = await untilDrain(() => Promise.all(models.map(lookUp)));
      meter.owed(job, owed);
      return owed;
    },
    settle: createSettleJob({
      settler: createSettler((settlements) => untilAbort(() => settle(pool, settlements))),
      meter,
      failures,
      settledBy: deps.settledBy,
      softwareId,
    }),
  };
  const sandboxedDeps = {
    ...jobDeps,
    decodeAndScore: createDecodeAndScore(sandbox.score, meter),
  };
  meter.ready(deps.settledBy, software);
  log.event('worker_ready', { ...limits, decoder: decoder.decoder, device });
  return {
    meter,
    stages,
    depsFor: ({ wasStalled }) => (wasStalled ? sandboxedDeps : jobDeps),
    close: async () => {
      sandbox.close();
      metadata.close();
      await inference.close();
      failures.close();
    },
  };
}

/** What makes spans is loaded only for a worker that is traced. */
async function withTraces(
  meter: WorkMeter,
  { tracer, device }: Pick<WorkerDeps, 'tracer' | 'device'>,
): Promise<WorkMeter> {
  if (!tracer) return meter;
  const { withJobSpans } = await import('./job-spans.ts');
  return withJobSpans(meter, tracer, device);
}

/** Tracks that each stage handles at the same time. */
export interface StageLimits {
  readonly fetch: number;
  readonly decode: number;
  /** Inference threads. */
  readonly threads: number;
}

export interface StageDeps {
  readonly pool: Pool;
  readonly fetchAudio: FetchAudio;
  readonly decoder: TrackReader;
  readonly inference: InferencePool;
  readonly readMetadata: MetadataReader['read'];
  readonly meter: WorkMeter;
  /** For a ledger or a source that is unavailable. */
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

/** Places for tracks that are fetched and decoded; those that are scored have the inference threads. */
export function createStageSlots({ fetch, decode }: Pick<StageLimits, 'fetch' | 'decode'>) {
  return { fetch: createSlots(fetch), decode: createSlots(decode) };
}

/** The stages of tagging a track, each with its limit and its clock. */
export function createStages(
  slots: ReturnType<typeof createStageSlots>,
  deps: StageDeps,
): TagTrackDeps {
  const { pool, decoder, inference, meter, retryWhileUnavailable } = deps;
  const scoreAudio: ScoreAudio = (path, models, signal) =>
    scoreAtEachRate(models, {
      read(rate) {
        const decode = () => meter.timed('decode', () => decoder.read(path, rate, signal));
        return slots.decode.use(decode);
      },
      score: (request) => inference.score(request, signal),
    });
  const findStored = groupCalls(
    (contents: readonly ContentModels[]) =>
      retryWhileUnavailable(() => findStoredContents(pool, contents)),
    { limit: MAX_LOOKUPS },
  );
  return {
    async fetchAudio(uri, version, signal) {
      const fetch = () => meter.timed('fetch', () => deps.fetchAudio(uri, version, signal));
      const audio = await slots.fetch.use(() => retryWhileUnavailable(fetch));
      meter.fetched(audio.sizeBytes);
      return audio;
    },
    findStored: (contentSha256, models) => findStored({ contentSha256, models }),
    decodeAndScore: createDecodeAndScore(scoreAudio, meter),
    readMetadata: deps.readMetadata,
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
