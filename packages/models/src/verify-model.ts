import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import { isKnownAnswer, type ModelAtHand } from '@earmark/core/model';
import { openProvenSession } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import { sha256 } from './hashes.ts';
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

/** Passes when the files of a model are, byte for byte, those that were installed. @throws MODEL_MISMATCH */
export async function checkFiles({ model, folder }: ModelAtHand): Promise<void> {
  await checkFile(folder, model.onnx.file, model.onnx.sha256);
  if (model.frontEnd.kind === 'log-mel' && model.frontEndFile !== null) {
    await checkFile(folder, model.frontEndFile, model.frontEnd.sha256);
  }
}

async function checkFile(folder: string, file: string, expected: string): Promise<void> {
  const path = join(folder, file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${path} cannot be read. Install the model again: earmark models pull or import.`,
      { cause },
    );
  });
  if (sha256(bytes) === expected) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `${path} was changed since it was installed. Install the model again: earmark models pull or import.`,
  );
}
