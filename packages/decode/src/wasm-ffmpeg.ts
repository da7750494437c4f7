import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Ffmpeg } from './ffmpeg.ts';

const { resolve } = createRequire(import.meta.url);
const manifest = new URL('../../package.json', pathToFileURL(resolve('@ffmpeg/core')));
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };

const SCRIPT = fileURLToPath(new URL('./wasm-process.js', import.meta.url));

/**
 * Threads of V8 that compile WebAssembly kept a process from ending, one in fifty for ever. What ffmpeg allocates does
 * not lie in the heap that is limited here.
 */
const FLAGS = [
  '--single-threaded',
  '--max-old-space-size=256',
  '--wasm-lazy-compilation',
  '--wasm-lazy-validation',
];

/** Node and the code of ffmpeg, and what it allocates for a file: as much as the ffmpeg of a machine may have. */
const MEMORY_BYTES = 1.5 * 2 ** 30;

/** FFmpeg compiled to WebAssembly, which needs nothing but Node; the resampler is that of `core`. */
export const WASM_FFMPEG: Ffmpeg = {
  decoder: `wasm ffmpeg-core ${version}`,
  resampler: 'kaiser 128',
  memoryBytes: MEMORY_BYTES,
  commandFor: ({ name, codec }, { sampleRate, maxDurationSeconds }) => ({
    command: process.execPath,
    args: [
      ...[...FLAGS, SCRIPT, name, String(sampleRate), String(maxDurationSeconds)],
      ...(codec ? [codec] : []),
    ],
  }),
};
