import type { Level } from '@earmark/core/audio';
import { EarmarkError, fromFailureRecord } from '@earmark/core/failure';
import type { TaskOutcome } from '@earmark/core/run';
import type { RequestedModel, ScoreReply, ScoreResult } from '@earmark/inference';
import type { TagTrackDeps } from './tag-track.ts';
import type { WorkMeter } from './work-meter.ts';

/** The scores of a file, and how loud it is; null for a spectrogram. */
export interface ScoredAudio extends ScoreReply {
  readonly level: Level | null;
}

/** Decodes a file and has models score it, in this process or in another. */
export type ScoreAudio = (
  path: string,
  models: readonly RequestedModel[],
  signal: AbortSignal,
) => Promise<ScoredAudio>;

/** Decoding and scoring as a stage of tagging: outcomes instead of scores and failures. */
export function createDecodeAndScore(
  scoreAudio: ScoreAudio,
  meter: WorkMeter,
): TagTrackDeps['decodeAndScore'] {
  return async (path, models, signal) => {
    const reply = await scoreAudio(path, models, signal);
    meter.scored(models, reply);
    const outcomes = models.flatMap((model) => {
      const result = reply.results.find(({ modelRowId }) => modelRowId === model.modelRowId);
      return result ? [toOutcome(model, result)] : [];
    });
    return { outcomes, durationSeconds: reply.durationSeconds, level: reply.level };
  };
}

/**
 * What an inference thread returned for a model, as an outcome: `tagged` only if every score is a probability.
 *
 * @throws MODEL_MISMATCH when the network scores another number of tags than its vocabulary has; a failure that
 *   has a name of its own, such as DEVICE_UNAVAILABLE
 */
export function toOutcome({ modelRowId, spec }: RequestedModel, result: ScoreResult): TaskOutcome {
  if ('failure' in result) {
    if (result.failure.code !== 'INFERENCE_FAILED') throw fromFailureRecord(result.failure);
    return failed(modelRowId, `Model ${spec.name} failed on this track: ${result.failure.message}`);
  }
  const { scores, nChunks, embedding } = result;
  if (scores.length !== spec.nTags) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `Model ${spec.name} scores ${String(scores.length)} tags but its vocabulary lists ${String(spec.nTags)}. ` +
        'Install it again: earmark models import or add',
    );
  }
  if (!scores.every((score) => score >= 0 && score <= 1)) {
    return failed(modelRowId, `Model ${spec.name} gave a score that is not a number in [0, 1].`);
  }
  if (embedding && !isEmbedding(embedding, spec.nDimensions)) {
    return failed(modelRowId, `Model ${spec.name} gave an embedding that is none.`);
  }
  return { status: 'tagged', modelRowId, scores, nChunks, embedding };
}

function isEmbedding(embedding: Float32Array, nDimensions: number | null): boolean {
  return embedding.length === nDimensions && embedding.every(Number.isFinite);
}

function failed(modelRowId: RequestedModel['modelRowId'], message: string): TaskOutcome {
  return { status: 'failed', modelRowId, code: 'INFERENCE_FAILED', message };
}
