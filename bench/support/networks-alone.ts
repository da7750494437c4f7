import type { InstalledModel } from '@earmark/core/model';
import { openFrontEnd, openOnnxSession } from '@earmark/inference';

/** Chunks of a track that each of the nine networks hears. */
export const N_CHUNKS = 16;

/** The two halves of the work on one track, each by itself; the audio is noise, made beforehand. */
export interface NetworkAlone {
  /** The front end, for as many chunks as a track has. */
  transform(): void;
  /** The network, on as many chunks. */
  score(): Promise<void>;
  close(): Promise<void>;
}

export async function openNetwork(installed: InstalledModel): Promise<NetworkAlone> {
  const frontEnd = await openFrontEnd(installed);
  const session = await openOnnxSession(installed, 'cpu');
  const chunk = noise(installed.spec.inputLength);
  const features = frontEnd.transform([chunk]);
  return {
    transform() {
      for (let i = 0; i < N_CHUNKS; i++) frontEnd.transform([chunk]);
    },
    async score() {
      for (let i = 0; i < N_CHUNKS; i++) await session.score(features, frontEnd.shape);
    },
    close: () => session.close(),
  };
}

/** A signal in [-0.5, 0.5) that repeats after 997 samples. */
export function noise(nSamples: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: nSamples }, (_, i) => ((i * 7919) % 997) / 997 - 0.5);
}
