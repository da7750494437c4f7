import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { DecoderEnd, Environment } from './decoder-process.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { ffmpegReason, saysDiskFull } from './ffmpeg-error.ts';
import { createProcessDecoder } from './process-decoder.ts';

export interface FfmpegDecoderOptions {
  readonly command: string;
  readonly version: string;
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

/** Enough for every real file ten times over: it decodes as it reads, and keeps nothing. */
const MEMORY_BYTES = 1 << 30;

/** Damage in the middle of a file is no failure: what could be decoded is used. */
export function createFfmpegDecoder(options: FfmpegDecoderOptions): AudioDecoder {
  const { command, version, environment, limits } = options;
  const maxSamples = Math.ceil((limits.maxDurationSeconds + 1) * SAMPLE_RATE);
  const maxBytes = maxSamples * Float32Array.BYTES_PER_ELEMENT;
  return createProcessDecoder({
    decoder: `ffmpeg ${version}`,
    resampler: 'soxr 28 bit',
    environment,
    limits,
    memoryBytesFor: () => MEMORY_BYTES,
    commandFor: (path) => ({ command, args: decodeArguments({ path, maxBytes }) }),
    toError,
  });
}

function toError({ killedBy, stderrTail }: DecoderEnd, path: string): Error {
  if (saysDiskFull(stderrTail, path)) {
    return Object.assign(new Error('ffmpeg has no room to write'), { code: 'ENOSPC' });
  }
  const reason = killedBy === null ? ffmpegReason(stderrTail, path) : `it crashed (${killedBy})`;
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `ffmpeg cannot decode the file: ${reason}. ` +
      'Listen to the file; encode it again or leave it out.',
  );
}
