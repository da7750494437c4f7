import { audioModelOf, chunkSamples, type InstalledModel } from '@earmark/core/model';
import { joinRows, openFrontEnd, openOnnxSession } from '@earmark/inference';
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
  const audioModel = audioModelOf(installed);
  const frontEnd = await openFrontEnd(audioModel);
  const session = await openOnnxSession(installed, device);
  const chunk = noise(chunkSamples(audioModel.spec.input));
  const transform = () => frontEnd.chunksOf(chunk).features({ first: 0, count: 1 });
  const batches = new Map<number, Float32Array>();
  const batchOf = (nChunks: number) => {
    const known = batches.get(nChunks);
    if (known) return known;
    const features = joinRows(Array<Float32Array>(nChunks).fill(transform()));
    batches.set(nChunks, features);
    return features;
  };
  const run = async (nChunks: number) => {
    await session.run(batchOf(nChunks), frontEnd.shape);
  };
  return {
    transform() {
      for (let i = 0; i < N_CHUNKS; i++) transform();
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
