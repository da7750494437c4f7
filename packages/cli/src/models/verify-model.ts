import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { isKnownAnswer } from '@earmark/core/model/known-answer.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import type { DeviceName } from '@earmark/worker/device/devices.js';
import { openProvenSession } from '@earmark/worker/inference/proven-session.js';
import { checkFiles } from './check-files.ts';
import { scoreKnownChunk } from './score-known-chunk.ts';

/**
 * Passes when a model has the files that were installed, and scores the known chunk on this device as it did then.
 *
 * @throws MODEL_MISMATCH when not; CHECKPOINT_INVALID, INFERENCE_FAILED on the CPU, DEVICE_UNAVAILABLE elsewhere
 */
export async function verifyModel(atHand: ModelAtHand, device: DeviceName): Promise<void> {
  await checkFiles(atHand);
  if (device === 'cpu') await verifyOnCpu(atHand);
  else await (await openProvenSession(atHand, device)).close();
}

async function verifyOnCpu(atHand: ModelAtHand): Promise<void> {
  const scores = await scoreKnownChunk(atHand);
  const { knownAnswer } = atHand.model;
  if (isKnownAnswer(scores, knownAnswer)) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `Its files are intact, but its first score of the known chunk is ${String(scores[0])} and was ` +
      `${String(knownAnswer[0])} when it was installed. Install it again on this machine; if that does not help, report it.`,
  );
}
