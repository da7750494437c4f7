import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogMel, resample, resampledLength, SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';

/** What turns a chunk into the input of a network. */
export interface FrontEndTransform {
  /** Shape of its output, without the batch axis. */
  readonly shape: readonly number[];
  /** The result is overwritten by the next call. */
  transform(chunk: Float32Array): Float32Array;
}

/** Models with the same key read the same features, which are then computed once for all of them. */
export function frontEndKey({ spec }: InstalledModel): string {
  const { scoring, inputLength, frontEnd } = spec;
  return JSON.stringify([scoring, inputLength, frontEnd]);
}

export async function openFrontEnd(model: InstalledModel): Promise<FrontEndTransform> {
  const { frontEnd, inputLength } = model.spec;
  if (frontEnd.kind === 'waveform') {
    // The runtime takes no shared memory.
    return { shape: [inputLength], transform: (chunk) => new Float32Array(chunk) };
  }
  const rates = { fromRate: SAMPLE_RATE, toRate: frontEnd.sampleRate };
  const logMel = createLogMel({ ...frontEnd, ...(await readLogMelCoefficients(model)) });
  const shape = [frontEnd.nMels, logMel.nFrames(resampledLength(inputLength, rates))] as const;
  const features = new Float32Array(shape[0] * shape[1]);
  return { shape, transform: (chunk) => logMel.transform(resample(chunk, rates), features) };
}

/** The features of some chunks one after the other, [nChunks, ...shape]; those of one chunk alone are not copied. */
export function featuresOf(
  frontEnd: FrontEndTransform,
  chunks: readonly Float32Array[],
): Float32Array {
  const [only] = chunks;
  if (only && chunks.length === 1) return frontEnd.transform(only);
  const size = frontEnd.shape.reduce((product, length) => product * length, 1);
  const batch = new Float32Array(chunks.length * size);
  chunks.forEach((chunk, i) => {
    batch.set(frontEnd.transform(chunk), i * size);
  });
  return batch;
}

export interface LogMelCoefficients {
  /** [nFft] */
  readonly window: Float32Array;
  /** [nFft / 2 + 1, nMels], row-major */
  readonly filterbank: Float32Array;
}

/** The window and the filter bank of a log-mel model, as its checkpoint holds them. @throws MODEL_MISMATCH */
export async function readLogMelCoefficients({
  spec,
  folder,
}: InstalledModel): Promise<LogMelCoefficients> {
  const { frontEnd, frontEndFile } = spec;
  if (frontEnd.kind !== 'log-mel' || frontEndFile === null) {
    throw new EarmarkError('MODEL_MISMATCH', `Model ${spec.name} reads no log-mel spectrogram.`);
  }
  const bytes = await readFile(join(folder, frontEndFile));
  const nFilter = (frontEnd.nFft / 2 + 1) * frontEnd.nMels;
  if (bytes.length !== 4 * (frontEnd.nFft + nFilter)) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${frontEndFile} of model ${spec.name} has the wrong size. Import the model again: earmark models import DIR`,
    );
  }
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  return { window: values.subarray(0, frontEnd.nFft), filterbank: values.subarray(frontEnd.nFft) };
}
