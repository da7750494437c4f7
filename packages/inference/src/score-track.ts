import { chunkAt, type Waveform } from '@earmark/core/audio';
import { type FailureRecord, toFailureRecord } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import type { ModelRowId } from '@earmark/core/run';
import { CHUNK_PLANS, meanScores } from '@earmark/core/tagging';
import { featuresOf, frontEndKey, type FrontEndTransform } from './front-end.ts';
import type { OnnxSession } from './onnx-session.ts';

/** A model of a job, and where its files lie. */
export interface RequestedModel extends InstalledModel {
  readonly modelRowId: ModelRowId;
}

/** The message to an inference thread: all scores of one waveform are requested. */
export interface ScoreRequest {
  readonly waveform: Waveform;
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
  /** Of the waveform. */
  readonly nSamples: number;
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
 * The scores of every requested model: the mean of its outputs for its chunks of the waveform. Models that read
 * the same features share them. A model that fails does not keep the others from their scores.
 */
export async function scoreTrack(
  { waveform, models }: ScoreRequest,
  deps: ScoreTrackDeps,
): Promise<ScoreReply> {
  const results: ScoreResult[] = [];
  let frontEndSeconds = 0;
  for (const family of familiesOf(models)) {
    const reply = await scoreFamily(waveform, family, deps);
    results.push(...reply.results);
    frontEndSeconds += reply.frontEndSeconds;
  }
  return { results, frontEndSeconds, nSamples: waveform.length };
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
  waveform: Waveform,
  family: Family,
  deps: ScoreTrackDeps,
): Promise<Omit<ScoreReply, 'nSamples'>> {
  const { scoring, inputLength } = family[0].spec;
  const frontEnd = await deps.frontEndOf(family[0]);
  const scorers = family.map((model) => createScorer(model, deps));
  let frontEndSeconds = 0;
  const starts = CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength });
  for (let i = 0; i < starts.length; i += deps.chunksPerRun) {
    const begin = deps.now();
    const chunks = starts
      .slice(i, i + deps.chunksPerRun)
      .map((start) => chunkAt(waveform, { start, length: inputLength }));
    const features = featuresOf(frontEnd, chunks);
    frontEndSeconds += deps.now() - begin;
    for (const scorer of scorers) await scorer.addChunks(features, frontEnd.shape);
  }
  return { results: scorers.map((scorer) => scorer.result()), frontEndSeconds };
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
