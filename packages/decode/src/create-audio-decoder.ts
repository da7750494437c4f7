import type { Context } from '@earmark/runtime/command';
import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { Variables } from '@earmark/runtime/process';
import { createFfmpegDecoder } from './ffmpeg-decoder.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { NO_FFMPEG, probeFfmpeg } from './probe-ffmpeg.ts';
import { systemFfmpeg } from './system-ffmpeg.ts';
import { WASM_FFMPEG } from './wasm-ffmpeg.ts';

export interface AudioDecoderOptions {
  /**
   * Path of an ffmpeg that must be used, or `NO_FFMPEG`; without it, one from PATH is used when it
   * can do the work.
   */
  readonly ffmpeg?: string | undefined;
  /** The program's environment; ffmpeg sees no more of it than it needs to start. */
  readonly environment: Variables;
  readonly limits: DecodeLimits;
  /** Of the waveform, in Hz; 16,000 unless it is given. */
  readonly sampleRate?: number | undefined;
}

/**
 * The ffmpeg of this machine where there is one with soxr in it, else the one in WebAssembly: about three times the CPU.
 *
 * @throws USAGE_INVALID when the given ffmpeg cannot be used
 */
export async function createAudioDecoder(options: AudioDecoderOptions): Promise<AudioDecoder> {
  return createFfmpegDecoder(await chooseFfmpeg(options), options);
}

/** What that decoder runs; with it, decoders for several rates can be created. @throws as it does */
export async function chooseFfmpeg(options: AudioDecoderOptions): Promise<Ffmpeg> {
  const found = await probeFfmpeg(options);
  return found ? systemFfmpeg(found) : WASM_FFMPEG;
}

/** Decoding is a few hundred times faster than real time; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;

/** The decoder that the environment asks for. */
export function decoderOptions(
  { env, variables }: Context,
  maxDurationMinutes: number,
): AudioDecoderOptions {
  const limits = { maxDurationSeconds: maxDurationMinutes * 60, timeoutMs: TIMEOUT_MS };
  return { ffmpeg: env.EARMARK_FFMPEG, environment: variables, limits };
}

/** Which decoder that will be, in words. */
export async function describeDecoder({ env, variables }: Context): Promise<string> {
  const found = await probeFfmpeg({ ffmpeg: env.EARMARK_FFMPEG, environment: variables });
  if (found) return `ffmpeg ${found.version}`;
  const reason = env.EARMARK_FFMPEG === NO_FFMPEG ? '' : ' (no ffmpeg with soxr was found)';
  return `built-in ffmpeg, about three times slower than one of this machine${reason}`;
}
