import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWav } from './wav.ts';

/** A clip of 5.6 s with known sound; long enough for sixteen chunks. */
const CLIP = fileURLToPath(new URL('../fixtures/tiny/clip_16k_mono_s16.wav', import.meta.url));

export function copyClip(path: string): void {
  copyFileSync(CLIP, path);
}

/** Makes a folder of short tracks, each with other bytes than the rest; returns their names in order. */
export function makeTracks(folder: string, nTracks: number): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const names = Array.from(
    { length: nTracks },
    (_, i) => `track-${String(i).padStart(3, '0')}.wav`,
  );
  for (const [i, name] of names.entries()) {
    writeWav(join(folder, name), { sampleRate: 16_000, durationSeconds: 1 + i / 500 });
  }
  return names;
}
