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
  const encoded = hasFfmpeg ? Object.entries(ENCODERS) : [];
  return [
    { format: 'wav', bytes: readFileSync(source) },
    ...encoded.map(([format, arguments_]) => {
      const path = join(folder, `original.${format}`);
      const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact'];
      const read = ['-nostdin', '-v', 'error', '-i', source];
      execFileSync('ffmpeg', [...read, ...arguments_.split(' '), ...exact, '-y', path]);
      return { format, bytes: readFileSync(path) };
    }),
  ];
}
