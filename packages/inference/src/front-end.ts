import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createLogMel, resample, resampledLength } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { InstalledModel } from '@earmark/core/model';
import { createReusedFloats } from './reused-floats.ts';

/** What turns chunks into the input of a network. */
export interface FrontEndTransform {
  /** Shape of the features of a chunk. */
  readonly shape: readonly number[];
  /** The features of some chunks one after the other, [nChunks, ...shape]; the next call overwrites them. */
  transform(chunks: readonly Float32Array[]): Float32Array;
}

/** Models with the same key read the same features, which are then computed once for all of them. */
export function frontEndKey({ spec }: InstalledModel): string {
  const { scoring, sampleRate, inputLength, frontEnd } = spec;
  return JSON.stringify([scoring, sampleRate, inputLength, frontEnd]);
}

/** @param isShared whether the features lie in shared memory, for a session of another thread */
export async function openFrontEnd(
  model: InstalledModel,
  { isShared = false }: { readonly isShared?: boolean } = {},
): Promise<FrontEndTransform> {
  const chunkTransform = await openTransform(model);
  const { shape } = chunkTransform;
  const size = shape.reduce((product, length) => product * length, 1);
  const reusedFloats = createReusedFloats({ isShared });
  return {
    shape,
    transform(chunks) {
      const features = reusedFloats(chunks.length * size);
      chunks.forEach((chunk, i) => {
        chunkTransform.transform(chunk, features.subarray(i * size, (i + 1) * size));
      });
      return features;
    },
  };
}

interface ChunkTransform {
  readonly shape: readonly number[];
  transform(chunk: Float32Array, features: Float32Array): void;
}

async function openTransform(model: InstalledModel): Promise<ChunkTransform> {
  const { frontEnd, inputLength, sampleRate } = model.spec;
  if (frontEnd.kind === 'waveform') {
    return {
      shape: [inputLength],
      transform(chunk, features) {
        features.set(chunk);
      },
    };
  }
  const rates = { fromRate: sampleRate, toRate: frontEnd.sampleRate };
  const logMel = createLogMel({ ...frontEnd, ...(await readLogMelCoefficients(model)) });
  return {
    shape: [frontEnd.nMels, logMel.nFrames(resampledLength(inputLength, rates))],
    transform(chunk, features) {
      logMel.transform(resample(chunk, rates), features);
    },
  };
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
