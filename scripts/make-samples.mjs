// Composes the pieces in samples/ and encodes them with ffmpeg: node scripts/make-samples.mjs [NAME ...]
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SAMPLE_RATE } from './samples/mix.mjs';
import { garage } from './samples/pieces/garage.mjs';
import { meadow } from './samples/pieces/meadow.mjs';
import { nocturne } from './samples/pieces/nocturne.mjs';
import { procession } from './samples/pieces/procession.mjs';
import { tide } from './samples/pieces/tide.mjs';
import { warehouse } from './samples/pieces/warehouse.mjs';
import { createRandom } from './samples/random.mjs';

const folder = fileURLToPath(new URL('../samples/', import.meta.url));

/** Each has another container, codec, sample rate or number of channels, as in a real collection. */
const PIECES = [
  { file: 'nocturne.mp3', compose: nocturne, encode: '-c:a libmp3lame -b:a 96k' },
  { file: 'warehouse.ogg', compose: warehouse, encode: '-c:a libvorbis -q:a 3' },
  { file: 'tide.m4a', compose: tide, encode: '-c:a aac -b:a 96k -ar 48000' },
  {
    file: 'meadow.flac',
    compose: meadow,
    encode: '-c:a flac -sample_fmt s16 -ar 22050 -compression_level 12',
  },
  { file: 'garage.wav', compose: garage, encode: '-c:a pcm_s16le -ac 1 -ar 22050' },
  { file: 'procession.mp3', compose: procession, encode: '-c:a libmp3lame -q:a 5' },
];

const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const [seed, { file, compose, encode }] of PIECES.entries()) {
  if (wanted.length > 0 && !wanted.includes(file.split('.')[0])) continue;
  const mix = compose(createRandom(seed + 1));
  writeAudio(folder + file, mix, encode.split(' '));
  const seconds = (mix.left.length / SAMPLE_RATE).toFixed(1);
  console.log(`${file}  ${seconds} s  ${Math.round(statSync(folder + file).size / 1000)} kB`);
}

function writeAudio(path, { left, right }, encode) {
  const frames = new Float32Array(2 * left.length);
  left.forEach((sample, i) => frames.set([sample, right[i]], 2 * i));
  const raw = `-f f32le -ar ${SAMPLE_RATE} -ac 2 -i pipe:0`.split(' ');
  const exact = '-map_metadata -1 -fflags +bitexact -flags:a +bitexact'.split(' ');
  const args = ['-y', '-v', 'error', ...raw, ...encode, ...exact, path];
  const { status, stderr, error } = spawnSync('ffmpeg', args, {
    input: Buffer.from(frames.buffer),
  });
  if (status !== 0) throw error ?? new Error(`ffmpeg could not write ${path}: ${String(stderr)}`);
}
