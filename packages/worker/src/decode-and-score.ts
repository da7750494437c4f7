import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { ModelAtHand } from '@earmark/core/model';
import type { ModelKey, TaskOutcome } from '@earmark/core/run';
import type { KeyedModel, ScoreReply, ScoreResult } from '@earmark/inference';
import { findLedgerModel, type LedgerModel, type Queryable } from '@earmark/ledger';
import type { Patiently } from '@earmark/runtime/process';
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
  models: readonly KeyedModel[],
  signal: AbortSignal,
) => Promise<ScoredAudio>;

export interface DecodeAndScoreParts {
  readonly lookUp: ModelLookup;
  readonly meter: WorkMeter;
  readonly patiently: Patiently;
}

/** Decoding and scoring as tagging a track wants it: models by their keys, and outcomes instead of numbers. */
export function createDecodeAndScore(
  scoreAudio: ScoreAudio,
  { lookUp, meter, patiently }: DecodeAndScoreParts,
): TagTrackDeps['decodeAndScore'] {
  return async (path, keys, signal) => {
    const models = await patiently(() => Promise.all(keys.map(lookUp)));
    const { results, frontEndSeconds, nSamples } = await scoreAudio(path, models, signal);
    meter.scored(models, results, frontEndSeconds);
    const outcomes = models.flatMap((model) => {
      const result = results.find(({ key }) => key === model.key);
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
export function toOutcome({ key, model }: KeyedModel, result: ScoreResult): TaskOutcome {
  if ('failure' in result) {
    const { code, message } = result.failure;
    if (code !== 'INFERENCE_FAILED') throw new EarmarkError(code, message);
    return failed(key, `Model ${model.id} failed on this track: ${message}`);
  }
  const { scores, nChunks } = result;
  if (scores.length !== model.nTags) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `Model ${model.id} scores ${String(scores.length)} tags but its vocabulary lists ${String(model.nTags)}. ` +
        'Import it again: earmark models import DIR',
    );
  }
  if (!scores.every((score) => score >= 0 && score <= 1)) {
    return failed(key, `Model ${model.id} gave a score that is not a number in [0, 1].`);
  }
  return { status: 'tagged', model: key, scores, nChunks };
}

function failed(model: KeyedModel['key'], message: string): TaskOutcome {
  return { status: 'failed', model, code: 'INFERENCE_FAILED', message };
}

export type ModelLookup = (key: ModelKey) => Promise<KeyedModel>;

/**
 * Finds the installed model behind the key of a job.
 *
 * @throws MODEL_MISSING, MODEL_MISMATCH when it is not installed here, or with other weights than the run wants
 */
export function createModelLookup(db: Queryable, installed: readonly ModelAtHand[]): ModelLookup {
  const known = new Map<ModelKey, KeyedModel>();
  return async (key) => {
    const found = known.get(key) ?? {
      key,
      ...match(key, await findLedgerModel(db, key), installed),
    };
    known.set(key, found);
    return found;
  };
}

function match(
  key: ModelKey,
  wanted: LedgerModel | undefined,
  installed: readonly ModelAtHand[],
): ModelAtHand {
  const name = wanted?.name ?? `number ${String(key)}`;
  const atHand = installed.find(({ model }) => model.id === wanted?.name);
  if (!wanted || !atHand) {
    throw new EarmarkError(
      'MODEL_MISSING',
      `A job wants the model ${name}, which is not installed here. Install it: earmark models import DIR`,
    );
  }
  const { weightsSha256, profile, scoring } = atHand.model;
  if (
    weightsSha256 !== wanted.weightsSha256 ||
    profile !== wanted.profile ||
    wanted.scoring !== scoring
  ) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `A job wants the model ${name} with weights ${wanted.weightsSha256.slice(0, 12)} (${wanted.profile}, ` +
        `${wanted.scoring}); installed here is ${weightsSha256.slice(0, 12)} (${profile}, ${scoring}). ` +
        'Install the same model and the same version of Earmark everywhere.',
    );
  }
  return atHand;
}
