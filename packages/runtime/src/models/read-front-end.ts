import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { ModelAtHand } from '@earmark/core/model/installed-model.js';

export interface LogMelCoefficients {
  /** [nFft] */
  readonly window: Float32Array;
  /** [nFft / 2 + 1, nMels], row-major */
  readonly filterbank: Float32Array;
}

/** The window and the filter bank of a log-mel model, as its checkpoint holds them. @throws MODEL_MISMATCH */
export async function readLogMelCoefficients({
  model,
  folder,
}: ModelAtHand): Promise<LogMelCoefficients> {
  const { frontEnd, frontEndFile } = model;
  if (frontEnd.kind !== 'log-mel' || frontEndFile === null) {
    throw new EarmarkError('MODEL_MISMATCH', `Model ${model.id} reads no log-mel spectrogram.`);
  }
  const bytes = await readFile(join(folder, frontEndFile));
  const nFilter = (frontEnd.nFft / 2 + 1) * frontEnd.nMels;
  if (bytes.length !== 4 * (frontEnd.nFft + nFilter)) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${frontEndFile} of model ${model.id} has the wrong size. Import the model again: earmark models import DIR`,
    );
  }
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  return { window: values.subarray(0, frontEnd.nFft), filterbank: values.subarray(frontEnd.nFft) };
}
