import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SAMPLES = fileURLToPath(new URL('../../../samples/', import.meta.url));

export const TRACK_SECONDS = 240;

/** Fills a folder with four-minute 320 kbit/s mp3 files, no two alike, made from the sample pieces. */
export function makeLongTracks(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const pieces = readdirSync(SAMPLES)
    .filter((name) => !name.endsWith('.md'))
    .sort();
  for (let i = 0; i < count; i++) {
    const piece = join(SAMPLES, pieces[i % pieces.length] ?? '');
    const loop = ['-stream_loop', '-1', '-i', piece, '-metadata', `title=${String(i)}`];
    const encode = ['-t', String(TRACK_SECONDS), '-ar', '44100', '-ac', '2', '-b:a', '320k'];
    const target = join(folder, `${String(i).padStart(3, '0')}.mp3`);
    execFileSync('ffmpeg', ['-v', 'fatal', '-y', ...loop, ...encode, target]);
  }
}
