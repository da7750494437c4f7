import type { AudioDecoder } from '@earmark/worker/decode/audio-decoder.js';
import { createAudioDecoder } from '@earmark/worker/decode/create-audio-decoder.js';
import { probeFfmpeg } from '@earmark/worker/decode/probe-ffmpeg.js';
import { createWasmDecoder } from '@earmark/worker/decode/wasm-decoder.js';
import type { Context } from './context.ts';

/** Decoding takes a few hundred times less time than listening; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;
/** Value of EARMARK_FFMPEG that asks for the built-in decoders. */
const NONE = 'none';

/** The decoder that the environment asks for. @throws USAGE_INVALID when EARMARK_FFMPEG cannot be used */
export function openDecoder(
  { env, variables }: Context,
  maxDurationSeconds: number,
): Promise<AudioDecoder> {
  const limits = { maxDurationSeconds, timeoutMs: TIMEOUT_MS };
  return env.EARMARK_FFMPEG === NONE
    ? Promise.resolve(createWasmDecoder(limits))
    : createAudioDecoder({ ffmpeg: env.EARMARK_FFMPEG, environment: variables, limits });
}

/** Which decoder `openDecoder` will open, for people. */
export async function describeDecoder({ env, variables }: Context): Promise<string> {
  const builtIn = 'built-in decoders, about three times slower than ffmpeg';
  if (env.EARMARK_FFMPEG === NONE) return builtIn;
  const found = await probeFfmpeg({ ffmpeg: env.EARMARK_FFMPEG, environment: variables });
  return found ? `ffmpeg ${found.version}` : `${builtIn} (no ffmpeg with soxr was found)`;
}
