import { chunkAt } from '@earmark/core/audio/chunk.js';
import type { Waveform } from '@earmark/core/audio/waveform.js';
import { meanScores } from '@earmark/core/tagging/mean-scores.js';
import { CHUNK_PLANS } from '@earmark/core/tagging/scoring.js';
import { frontEndKey, type FrontEndTransform } from './front-end.ts';
import type { OnnxSession } from './onnx-session.ts';
import type { KeyedModel, ScoreReply, ScoreRequest, ScoreResult } from './score-request.ts';

export interface ScoreTrackDeps {
  frontEndOf(model: KeyedModel): Promise<FrontEndTransform>;
  sessionOf(model: KeyedModel): Promise<OnnxSession>;
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
  return { results, frontEndSeconds };
}

type Family = readonly [KeyedModel, ...KeyedModel[]];

/** The models in groups that read the same features. */
function familiesOf(models: readonly KeyedModel[]): readonly Family[] {
  const families = new Map<string, [KeyedModel, ...KeyedModel[]]>();
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
): Promise<ScoreReply> {
  const { scoring, inputLength } = family[0].model;
  const frontEnd = await deps.frontEndOf(family[0]);
  const scorers = family.map((model) => createScorer(model, deps));
  let frontEndSeconds = 0;
  for (const start of CHUNK_PLANS[scoring]({ nSamples: waveform.length, inputLength })) {
    const begin = deps.now();
    const features = frontEnd.transform(chunkAt(waveform, { start, length: inputLength }));
    frontEndSeconds += deps.now() - begin;
    for (const scorer of scorers) await scorer.addChunk(features, frontEnd.shape);
  }
  return { results: scorers.map((scorer) => scorer.result()), frontEndSeconds };
}

/** Collects the scores of one model, or the reason why there are none. */
function createScorer(model: KeyedModel, deps: ScoreTrackDeps) {
  const { key } = model;
  const chunkScores: Float32Array[] = [];
  let inferSeconds = 0;
  let error: string | undefined;
  return {
    async addChunk(features: Float32Array, shape: readonly number[]): Promise<void> {
      if (error !== undefined) return;
      try {
        const session = await deps.sessionOf(model);
        const begin = deps.now();
        chunkScores.push(await session.score(features, shape));
        inferSeconds += deps.now() - begin;
      } catch (cause) {
        error = cause instanceof Error ? cause.message : String(cause);
      }
    },
    result(): ScoreResult {
      if (error !== undefined) return { key, error };
      return { key, scores: meanScores(chunkScores), nChunks: chunkScores.length, inferSeconds };
    },
  };
}
