import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import type { ModelRowId, TaskOutcome } from '@earmark/core/run';
import type { RequestedModel, ScoreReply, ScoreResult } from '@earmark/inference';
import { findLedgerModel, type LedgerModel, type Queryable } from '@earmark/ledger';
import type { RetryWhileUnavailable } from '@earmark/runtime/process';
import type { TagTrackDeps } from './tag-track.ts';
import type { WorkMeter } from './work-meter.ts';

/** What an audio file gets of some models. */
export interface ScoredAudio extends ScoreReply {
  /** Of its waveform. */
  readonly nSamples: number;
}

/** Decodes a file and has models score it, wherever that is done. */
export type ScoreAudio = (
  path: string,
  models: readonly RequestedModel[],
  signal: AbortSignal,
) => Promise<ScoredAudio>;

export interface DecodeAndScoreDeps {
  readonly lookUp: ModelLookup;
  readonly meter: WorkMeter;
  readonly retryWhileUnavailable: RetryWhileUnavailable;
}

/** Decoding and scoring as tagging a track wants it: models by their keys, and outcomes instead of numbers. */
export function createDecodeAndScore(
  scoreAudio: ScoreAudio,
  { lookUp, meter, retryWhileUnavailable }: DecodeAndScoreDeps,
): TagTrackDeps['decodeAndScore'] {
  return async (path, keys, signal) => {
    const models = await retryWhileUnavailable(() => Promise.all(keys.map(lookUp)));
    const { results, frontEndSeconds, nSamples } = await scoreAudio(path, models, signal);
    meter.scored(models, results, frontEndSeconds);
    const outcomes = models.flatMap((model) => {
      const result = results.find(({ modelRowId }) => modelRowId === model.modelRowId);
      return result ? [toOutcome(model, result)] : [];
    });
    return { outcomes, durationSeconds: nSamples / SAMPLE_RATE };
  };
}

/**
 * What an inference thread said of a model, as an outcome: `tagged` only if every score is a probability.
 *
 * @throws MODEL_MISMATCH when the network scores another number of tags than its vocabulary has; a failure that
 *   has a name of its own, such as DEVICE_UNAVAILABLE
 */
export function toOutcome({ modelRowId, spec }: RequestedModel, result: ScoreResult): TaskOutcome {
  if ('failure' in result) {
    const { code, message } = result.failure;
    if (code !== 'INFERENCE_FAILED') throw new EarmarkError(code, message);
    return failed(modelRowId, `Model ${spec.name} failed on this track: ${message}`);
  }
  const { scores, nChunks } = result;
  if (scores.length !== spec.nTags) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `Model ${spec.name} scores ${String(scores.length)} tags but its vocabulary lists ${String(spec.nTags)}. ` +
        'Import it again: earmark models import DIR',
    );
  }
  if (!scores.every((score) => score >= 0 && score <= 1)) {
    return failed(modelRowId, `Model ${spec.name} gave a score that is not a number in [0, 1].`);
  }
  return { status: 'tagged', modelRowId, scores, nChunks };
}

function failed(modelRowId: RequestedModel['modelRowId'], message: string): TaskOutcome {
  return { status: 'failed', modelRowId, code: 'INFERENCE_FAILED', message };
}

export type ModelLookup = (modelRowId: ModelRowId) => Promise<RequestedModel>;

/**
 * Finds the installed model behind a model row id of a job.
 *
 * @throws MODEL_MISSING, MODEL_MISMATCH when it is not installed here, or with other weights than the run wants
 */
export function createModelLookup(
  db: Queryable,
  installed: readonly InstalledModel[],
): ModelLookup {
  const known = new Map<ModelRowId, RequestedModel>();
  return async (modelRowId) => {
    const found = known.get(modelRowId) ?? {
      modelRowId,
      ...match(modelRowId, await findLedgerModel(db, modelRowId), installed),
    };
    known.set(modelRowId, found);
    return found;
  };
}

function match(
  modelRowId: ModelRowId,
  wanted: LedgerModel | undefined,
  installed: readonly InstalledModel[],
): InstalledModel {
  const name = wanted?.name ?? `number ${String(modelRowId)}`;
  const found = installed.find(({ spec }) => spec.name === wanted?.name);
  if (!wanted || !found) {
    throw new EarmarkError(
      'MODEL_MISSING',
      `A job wants the model ${name}, which is not installed here. Install it: earmark models import DIR`,
    );
  }
  const { weightsSha256, conversionVersion, scoring } = found.spec;
  if (
    weightsSha256 !== wanted.weightsSha256 ||
    conversionVersion !== wanted.conversionVersion ||
    wanted.scoring !== scoring
  ) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `A job wants the model ${name} with weights ${wanted.weightsSha256.slice(0, 12)} (${wanted.conversionVersion}, ` +
        `${wanted.scoring}); installed here is ${weightsSha256.slice(0, 12)} (${conversionVersion}, ${scoring}). ` +
        'Install the same model and the same version of Earmark everywhere.',
    );
  }
  return found;
}
