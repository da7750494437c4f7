import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import { matchesReference, type InstalledModel } from '@earmark/core/model';
import { openVerifiedSession } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';
import { sha256 } from './hashes.ts';
import { modelFiles } from './model-files.ts';
import { scoreReferenceChunk } from './score-reference-chunk.ts';

/**
 * Passes when a model has the files that were installed, and scores the reference chunk on this device as it did then.
 *
 * @throws MODEL_MISMATCH when not; CHECKPOINT_INVALID, INFERENCE_FAILED on the CPU, DEVICE_UNAVAILABLE elsewhere
 */
export async function verifyModel(model: InstalledModel, device: DeviceName): Promise<void> {
  await checkFiles(model);
  if (device === 'cpu') await verifyOnCpu(model);
  else await (await openVerifiedSession(model, device)).close();
}

async function verifyOnCpu(model: InstalledModel): Promise<void> {
  const scores = await scoreReferenceChunk(model);
  const { referenceOutput } = model.spec;
  if (matchesReference(scores, referenceOutput)) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `Its files are intact, but its first score of the reference chunk is ${String(scores[0])} and was ` +
      `${String(referenceOutput[0])} when it was installed. Install it again on this machine; if that does not help, report it.`,
  );
}

/** Passes when the files of a model, and of the one whose embedding it reads, are byte for byte those that were installed. @throws MODEL_MISMATCH */
export async function checkFiles({ spec, folder, parent }: InstalledModel): Promise<void> {
  for (const { file, sha256: expected } of modelFiles(spec)) {
    await checkFile(folder, file, expected);
  }
  if (parent) await checkFiles(parent);
}

async function checkFile(folder: string, file: string, expected: string): Promise<void> {
  const path = join(folder, file);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${path} cannot be read. Install the model again: earmark models pull, import or add.`,
      { cause },
    );
  });
  if (sha256(bytes) === expected) return;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `${path} was changed since it was installed. Install the model again: earmark models pull, import or add.`,
  );
}
