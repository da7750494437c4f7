import type { InstalledModel } from '@earmark/core/model';
import { openFrontEnd, openOnnxSession } from '@earmark/inference';
import type { DeviceName } from '@earmark/inference/devices';

/** Chunks of a track that each of the nine networks hears. */
export const N_CHUNKS = 16;

/** The two halves of the work on one track, each by itself; the audio is noise, made beforehand. */
export interface NetworkAlone {
  /** The front end, for as many chunks as a track has. */
  transform(): void;
  /** The network, on as many chunks, one by one. */
  score(): Promise<void>;
  /** The network, once, on some chunks at a time. */
  run(nChunks: number): Promise<void>;
  close(): Promise<void>;
}

export async function openNetwork(
  installed: InstalledModel,
  device: DeviceName = 'cpu',
): Promise<NetworkAlone> {
  const frontEnd = await openFrontEnd(installed);
  const session = await openOnnxSession(installed, device);
  const chunk = noise(installed.spec.inputLength);
  const batches = new Map<number, Float32Array>();
  const batchOf = (nChunks: number) => {
    const known = batches.get(nChunks);
    if (known) return known;
    // Copied: the next call of the front end overwrites what it returned.
    const features = frontEnd.transform(Array<Float32Array>(nChunks).fill(chunk)).slice();
    batches.set(nChunks, features);
    return features;
  };
  const run = async (nChunks: number) => {
    await session.score(batchOf(nChunks), frontEnd.shape);
  };
  return {
    transform() {
      for (let i = 0; i < N_CHUNKS; i++) frontEnd.transform([chunk]);
    },
    async score() {
      for (let i = 0; i < N_CHUNKS; i++) await run(1);
    },
    run,
    close: () => session.close(),
  };
}

/** A signal in [-0.5, 0.5) that repeats after 997 samples. */
export function noise(nSamples: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: nSamples }, (_, i) => ((i * 7919) % 997) / 997 - 0.5);
}
