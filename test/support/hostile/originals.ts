import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasFfmpeg } from '../decoders.ts';
import { writeWav } from '../wav.ts';

/** A small valid file that is going to be damaged. */
export interface Original {
  /** Its extension, without the dot. */
  readonly format: string;
  readonly bytes: Buffer;
}

/** What the product reads, and how ffmpeg writes it; without ffmpeg only WAV is at hand. */
const ENCODERS: Readonly<Record<string, string>> = {
  mp3: '-c:a libmp3lame -b:a 64k',
  flac: '-c:a flac',
  ogg: '-c:a libvorbis -q:a 1',
  opus: '-c:a libopus -b:a 48k',
  m4a: '-c:a aac -b:a 64k',
  mp4: '-c:a alac',
  aac: '-c:a aac -b:a 64k -f adts',
  aiff: '-c:a pcm_s16be',
  caf: '-c:a pcm_s16be',
  wma: '-c:a wmav2 -b:a 64k',
  webm: '-c:a libopus -b:a 48k',
};

/** Half a second of sound in every format, 5 to 50 kB each; `folder` is used on the way. */
export function makeOriginals(folder: string): readonly Original[] {
  const source = join(folder, 'original.wav');
  writeWav(source, { sampleRate: 22_050, durationSeconds: 0.5, nChannels: 2 });
  const pathOf = (format: string) => join(folder, `original.${format}`);
  const encoded = hasFfmpeg ? Object.entries(ENCODERS) : [];
  const outputs = encoded.flatMap(([format, arguments_]) => {
    const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact'];
    return [...arguments_.split(' '), ...exact, '-y', pathOf(format)];
  });
  if (hasFfmpeg) execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', source, ...outputs]);
  return ['wav', ...encoded.map(([format]) => format)].map((format) => {
    return { format, bytes: readFileSync(pathOf(format)) };
  });
}
