import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { isKnownAnswer } from '@earmark/core/model/known-answer.js';
import type { ModelAtHand } from '@earmark/runtime/models/model-registry.js';
import { checkFiles } from './check-files.ts';
import { scoreKnownChunk } from './score-known-chunk.ts';

/**
 * Passes when a model has the files that were installed, and scores the known chunk as it did then.
 *
 * @throws MODEL_MISMATCH when not, CHECKPOINT_INVALID, INFERENCE_FAILED
 */
export async function verifyModel(atHand: ModelAtHand): Promise<void> {
  await checkFiles(atHand);
  const scores = await scoreKnownChunk(atHand);
  const { knownAnswer } = atHand.model;
  if (isKnownAnswer(scores, knownAnswer)) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `Its files are intact, but its first score of the known chunk is ${String(scores[0])} and was ` +
      `${String(knownAnswer[0])} when it was installed. Install it again on this machine; if that does not help, report it.`,
  );
}
