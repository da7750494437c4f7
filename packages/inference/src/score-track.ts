import { centredFrames, chunkAt, durationSeconds, type TrackInput } from '@earmark/core/audio';
import { type FailureRecord, toFailureRecord } from '@earmark/core/failure';
import type { InstalledModel, ModelSpec } from '@earmark/core/model';
import type { ModelRowId } from '@earmark/core/run';
import { CHUNK_PLANS, meanScores } from '@earmark/core/tagging';
import { frontEndKey, type FrontEndTransform } from './front-end.ts';
import type { OnnxSession } from './onnx-session.ts';

/** A model of a job, and where its files lie. */
export interface RequestedModel extends InstalledModel {
  readonly modelRowId: ModelRowId;
}

/** The message to an inference thread: all scores of one track are requested. */
export interface ScoreRequest {
  /** A waveform at the rate that all of the models read, or a spectrogram that they all read. */
  readonly input: TrackInput;
  readonly models: readonly RequestedModel[];
}

export type ScoreResult =
  | {
      readonly modelRowId: ModelRowId;
      readonly scores: Float32Array;
      readonly nChunks: number;
      readonly inferSeconds: number;
    }
  | { readonly modelRowId: ModelRowId; readonly failure: FailureRecord };

/** Its reply. */
export interface ScoreReply {
  readonly results: readonly ScoreResult[];
  readonly frontEndSeconds: number;
  /** Of the track. */
  readonly durationSeconds: number;
}

export interface ScoreTrackDeps {
  frontEndOf(model: RequestedModel): Promise<FrontEndTransform>;
  sessionOf(model: RequestedModel): Promise<Pick<OnnxSession, 'score'>>;
  /** Chunks that a network reads at a time. */
  readonly chunksPerRun: number;
  /** Seconds on a clock that only goes forward. */
  now(): number;
}

/**
 * The scores of every requested model: the mean of its outputs for its chunks of the track. Models that read
 * the same features share them. A model that fails does not keep the others from their scores.
 */
export async function scoreTrack(
  { input, models }: ScoreRequest,
  deps: ScoreTrackDeps,
): Promise<ScoreReply> {
  assertReadBy(input, models);
  const results: ScoreResult[] = [];
  let frontEndSeconds = 0;
  for (const family of familiesOf(models)) {
    const reply = await scoreFamily(input, family, deps);
    results.push(...reply.results);
    frontEndSeconds += reply.frontEndSeconds;
  }
  return { results, frontEndSeconds, durationSeconds: durationSeconds(input) };
}

/** Chunks of another rate would give scores that nobody could tell from right ones. */
function assertReadBy(input: TrackInput, models: readonly RequestedModel[]): void {
  if (input.kind !== 'waveform') return;
  const other = models.find(({ spec }) => spec.sampleRate !== input.sampleRate);
  if (!other) return;
  const { name, sampleRate } = other.spec;
  throw new Error(`${name} reads ${String(sampleRate)} Hz, not ${String(input.sampleRate)} Hz`);
}

type Family = readonly [RequestedModel, ...RequestedModel[]];

/** The models in groups that read the same features. */
function familiesOf(models: readonly RequestedModel[]): readonly Family[] {
  const families = new Map<string, [RequestedModel, ...RequestedModel[]]>();
  for (const model of models) {
    const family = families.get(frontEndKey(model));
    if (family) family.push(model);
    else families.set(frontEndKey(model), [model]);
  }
  return [...families.values()];
}

async function scoreFamily(
  input: TrackInput,
  family: Family,
  deps: ScoreTrackDeps,
): Promise<Omit<ScoreReply, 'durationSeconds'>> {
  const frontEnd = await deps.frontEndOf(family[0]);
  const scorers = family.map((model) => createScorer(model, deps));
  let frontEndSeconds = 0;
  for (const computeFeatures of featureBatches(input, family[0].spec, frontEnd, deps)) {
    const begin = deps.now();
    const features = computeFeatures();
    frontEndSeconds += deps.now() - begin;
    for (const scorer of scorers) await scorer.addChunks(features, frontEnd.shape);
  }
  return { results: scorers.map((scorer) => scorer.result()), frontEndSeconds };
}

/** What computes the features of up to `chunksPerRun` chunks, for all chunks of a track. */
function featureBatches(
  input: TrackInput,
  { scoring, inputLength }: ModelSpec,
  frontEnd: FrontEndTransform,
  { chunksPerRun }: Pick<ScoreTrackDeps, 'chunksPerRun'>,
): readonly (() => Float32Array)[] {
  if (input.kind === 'log-mel') {
    const [, nFrames = 0] = frontEnd.shape;
    return [() => centredFrames(input.logMel, nFrames)];
  }
  const { waveform } = input;
  const starts = CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength });
  return Array.from({ length: Math.ceil(starts.length / chunksPerRun) }, (_, i) => () => {
    const chunks = starts
      .slice(i * chunksPerRun, (i + 1) * chunksPerRun)
      .map((start) => chunkAt(waveform, { start, length: inputLength }));
    return frontEnd.transform(chunks);
  });
}

/** Collects the scores of one model, or the reason why there are none. */
function createScorer(model: RequestedModel, deps: ScoreTrackDeps) {
  const { modelRowId } = model;
  const chunkScores: Float32Array[] = [];
  let inferSeconds = 0;
  let failure: FailureRecord | undefined;
  return {
    async addChunks(features: Float32Array, shape: readonly number[]): Promise<void> {
      if (failure) return;
      try {
        const session = await deps.sessionOf(model);
        const begin = deps.now();
        chunkScores.push(...(await session.score(features, shape)));
        inferSeconds += deps.now() - begin;
      } catch (cause) {
        failure = toFailureRecord(cause, 'INFERENCE_FAILED');
      }
    },
    result(): ScoreResult {
      if (failure) return { modelRowId, failure };
      return {
        modelRowId,
        scores: meanScores(chunkScores),
        nChunks: chunkScores.length,
        inferSeconds,
      };
    },
  };
}
