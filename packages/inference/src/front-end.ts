import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createFeatures, type StoredCoefficients } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioModel, ModelSpec } from '@earmark/core/model';
import { createReusedFloats } from './reused-floats.ts';

/** What turns a track into the input of a network. */
export interface FrontEnd {
  /** Shape of the features of a chunk. */
  readonly shape: readonly number[];
  /** @param waveform at the sample rate of the model */
  chunksOf(waveform: Float32Array): ChunkFeatures;
}

export interface ChunkFeatures {
  /** Chunks of the track, one at least. */
  readonly count: number;
  /** The features of some chunks one after the other, [count, ...shape]; the next call of any track overwrites them. */
  features(range: { readonly first: number; readonly count: number }): Float32Array;
}

/** Models with the same key read the same features, which are then computed once for all of them. */
export function frontEndKey({ spec: { input, network } }: AudioModel): string {
  return JSON.stringify([input, network.input.axes, network.batch]);
}

/** @param isShared whether the features lie in shared memory, for a session of another thread */
export async function openFrontEnd(
  model: AudioModel,
  { isShared = false }: { readonly isShared?: boolean } = {},
): Promise<FrontEnd> {
  const { input, network } = model.spec;
  const { shape, chunksOf } = createFeatures(
    input,
    network.input.axes,
    await readCoefficients(model),
  );
  const size = shape.reduce((product, length) => product * length, 1);
  const reusedFloats = createReusedFloats({ isShared });
  return {
    shape,
    chunksOf(waveform) {
      const { count: nChunks, write } = chunksOf(waveform);
      return {
        count: nChunks,
        features({ first, count }) {
          const features = reusedFloats(count * size);
          for (let i = 0; i < count; i++) {
            write(first + i, features.subarray(i * size, (i + 1) * size));
          }
          return features;
        },
      };
    },
  };
}

/** The window and the filters that come with the weights of a model; null where it has none. @throws MODEL_MISMATCH */
export async function readCoefficients({
  spec: { name, input },
  folder,
}: {
  readonly spec: Pick<ModelSpec, 'name' | 'input'>;
  readonly folder: string;
}): Promise<StoredCoefficients | null> {
  if (input.kind !== 'spectrogram' || !input.spectrogram.stored) return null;
  const { frameLength, fftLength, stored } = input.spectrogram;
  const bytes = await readFile(join(folder, stored.file));
  const nFilter = (fftLength / 2 + 1) * stored.nBands;
  if (bytes.length !== Float32Array.BYTES_PER_ELEMENT * (frameLength + nFilter)) {
    throw new EarmarkError(
      'MODEL_MISMATCH',
      `${stored.file} of model ${name} has the wrong size. Install the model again.`,
    );
  }
  const values = new Float32Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
  );
  return { window: values.subarray(0, frameLength), filterbank: values.subarray(frameLength) };
}
