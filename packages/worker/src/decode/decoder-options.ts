import type { Context } from '@earmark/runtime/command';
import type { AudioDecoderOptions } from './create-audio-decoder.ts';
import { NO_FFMPEG, probeFfmpeg } from './probe-ffmpeg.ts';

/** Decoding takes a few hundred times less time than listening; what takes this long never ends. */
const TIMEOUT_MS = 10 * 60_000;

/** The decoder that the environment asks for. */
export function decoderOptions(
  { env, variables }: Context,
  maxDurationMinutes: number,
): AudioDecoderOptions {
  const limits = { maxDurationSeconds: maxDurationMinutes * 60, timeoutMs: TIMEOUT_MS };
  return { ffmpeg: env.EARMARK_FFMPEG, environment: variables, limits };
}

/** Which decoder that will be, for people. */
export async function describeDecoder({ env, variables }: Context): Promise<string> {
  const found = await probeFfmpeg({ ffmpeg: env.EARMARK_FFMPEG, environment: variables });
  if (found) return `ffmpeg ${found.version}`;
  const reason = env.EARMARK_FFMPEG === NO_FFMPEG ? '' : ' (no ffmpeg with soxr was found)';
  return `built-in decoders, about three times slower than ffmpeg${reason}`;
}
