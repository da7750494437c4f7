import type { AudioDecoder } from '@earmark/worker/decode/audio-decoder.js';
import { createAudioDecoder } from '@earmark/worker/decode/create-audio-decoder.js';
import { NO_FFMPEG, probeFfmpeg } from '@earmark/worker/decode/probe-ffmpeg.js';
import type { Context } from './context.ts';

/** Decoding takes a few hundred times less time than listening; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;

/** The decoder that the environment asks for. @throws USAGE_INVALID when EARMARK_FFMPEG cannot be used */
export function openDecoder(
  { env, variables }: Context,
  maxDurationSeconds: number,
): Promise<AudioDecoder> {
  const limits = { maxDurationSeconds, timeoutMs: TIMEOUT_MS };
  return createAudioDecoder({ ffmpeg: env.EARMARK_FFMPEG, environment: variables, limits });
}

/** Which decoder `openDecoder` will open, for people. */
export async function describeDecoder({ env, variables }: Context): Promise<string> {
  const found = await probeFfmpeg({ ffmpeg: env.EARMARK_FFMPEG, environment: variables });
  if (found) return `ffmpeg ${found.version}`;
  const reason = env.EARMARK_FFMPEG === NO_FFMPEG ? '' : ' (no ffmpeg with soxr was found)';
  return `built-in decoders, about three times slower than ffmpeg${reason}`;
}
