import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { TaskOutcome } from '@earmark/core/task-outcome.js';
import type { KeyedModel, ScoreResult } from './inference/score-request.ts';

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
