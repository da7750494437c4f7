import type { AudioDecoder, DecodeLimits } from './audio-decoder.ts';
import type { Environment } from './decoder-process.ts';
import { createFfmpegDecoder } from './ffmpeg-decoder.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';
import { createWasmDecoder } from './wasm-decoder.ts';

export interface AudioDecoderOptions {
  /**
   * Path of an ffmpeg that must be used, or `NO_FFMPEG`; without it, one from PATH is used when it
   * can do the work.
   */
  readonly ffmpeg?: string | undefined;
  /** The program's environment; ffmpeg sees no more of it than it needs to start. */
  readonly environment: Environment;
  readonly limits: DecodeLimits;
}

/**
 * ffmpeg where there is one with soxr in it, else decoders in WebAssembly: about three times the
 * CPU.
 *
 * @throws USAGE_INVALID when the given ffmpeg cannot be used
 */
export async function createAudioDecoder(options: AudioDecoderOptions): Promise<AudioDecoder> {
  const { ffmpeg, environment, limits } = options;
  const found = await probeFfmpeg({ ffmpeg, environment });
  return found
    ? createFfmpegDecoder({ ...found, environment, limits })
    : createWasmDecoder({ environment, limits });
}
