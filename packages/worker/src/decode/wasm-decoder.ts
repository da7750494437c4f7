import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { DecoderEnd, Environment } from './decoder-process.ts';
import { createProcessDecoder } from './process-decoder.ts';
import { parseFailure } from './wasm-failure.ts';

export interface WasmDecoderOptions {
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

const { version } = createRequire(import.meta.url)('audio-decode/package.json') as {
  readonly version: string;
};

/** These hold the whole waveform at the file's own rate, and need 0.45 MB for a second of it. */
const MEMORY_BYTES = 1 << 29;
const MEMORY_BYTES_PER_SECOND = 500_000;

/**
 * A process that ends while V8 compiles WebAssembly in another thread may wait for it for ever, one in fifty
 * did. Samples do not lie in the heap that is limited here.
 */
const FLAGS = ['--single-threaded', '--max-old-space-size=256'];

/** Decodes with decoders in WebAssembly and the resampler of `core`. */
export function createWasmDecoder({ environment, limits }: WasmDecoderOptions): AudioDecoder {
  const { maxDurationSeconds } = limits;
  const script = fileURLToPath(new URL('./wasm-process.js', import.meta.url));
  return createProcessDecoder({
    decoder: `wasm audio-decode ${version}`,
    resampler: 'kaiser 128',
    environment,
    limits,
    memoryBytes: MEMORY_BYTES + maxDurationSeconds * MEMORY_BYTES_PER_SECOND,
    commandFor: (path) => ({
      command: process.execPath,
      args: [...FLAGS, script, path, String(maxDurationSeconds)],
    }),
    toError,
  });
}

/**
 * The process names its failures, unless it crashed. One that has no memory left has passed the limit of a
 * file; the machine has more.
 */
function toError({ killedBy, complaint }: DecoderEnd): Error {
  const failure = parseFailure(complaint);
  if (failure && failure.code !== 'OUT_OF_MEMORY') {
    return new EarmarkError(failure.code, failure.message);
  }
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `The built-in decoders gave up on the file (${killedBy ?? 'no memory left'}): it is broken, or needs more ` +
      'memory than a track of the longest duration should. Install ffmpeg, encode the file again or leave it out.',
  );
}
