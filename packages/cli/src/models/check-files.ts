import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';
import { sha256 } from './sha256.ts';

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
