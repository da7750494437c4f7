import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { EarmarkError, fromFailureRecord } from '@earmark/core/failure';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { DecoderEnd, Environment } from './decoder-process.ts';
import { createProcessDecoder } from './process-decoder.ts';
import { parseFailureLine } from './wasm-failure.ts';

export interface WasmDecoderOptions {
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

const { version } = createRequire(import.meta.url)('audio-decode/package.json') as {
  readonly version: string;
};

/**
 * These hold the whole file and, twice, the whole waveform of all its channels at its own rate: four times the
 * size of a WAV file, up to 1 MB for a second of a compressed one.
 */
const MEMORY = { bytes: 1 << 29, perFileByte: 6, perSecond: 1_000_000 };

/**
 * A process that ends while V8 compiles WebAssembly in another thread may wait for it for ever: one in fifty
 * did. Samples do not lie in the heap that is limited here.
 */
const FLAGS = ['--single-threaded', '--max-old-space-size=256'];

/** Decodes with decoders in WebAssembly and the resampler of `core`. */
export function createWasmDecoder({ environment, limits }: WasmDecoderOptions): AudioDecoder {
  const { maxDurationSeconds } = limits;
  // A container may have less than its machine; without one, the number is beyond all memory, or 0.
  const machineBytes = Math.min(process.constrainedMemory() || Infinity, totalmem());
  const script = fileURLToPath(new URL('./wasm-process.js', import.meta.url));
  return createProcessDecoder({
    decoder: `wasm audio-decode ${version}`,
    resampler: 'kaiser 128',
    environment,
    limits,
    memoryBytesFor: (fileBytes) =>
      Math.min(
        MEMORY.bytes + MEMORY.perFileByte * fileBytes + MEMORY.perSecond * maxDurationSeconds,
        machineBytes / 2,
      ),
    commandFor: (path) => ({
      command: process.execPath,
      args: [...FLAGS, script, path, String(maxDurationSeconds)],
    }),
    toError,
  });
}

/**
 * The process reports its failures, unless it crashed. One that has no memory left has passed the limit of a
 * file; the machine has more.
 */
function toError({ killedBy, stderrTail }: DecoderEnd): Error {
  const failure = parseFailureLine(stderrTail);
  if (failure && failure.code !== 'OUT_OF_MEMORY') return fromFailureRecord(failure);
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `The built-in decoders failed on the file (${killedBy ?? 'no memory left'}): it is broken, or needs more ` +
      'memory than a track of the longest duration should. Install ffmpeg, encode the file again or leave it out.',
  );
}
