import { NO_FFMPEG, probeFfmpeg } from '@earmark/worker/decode/probe-ffmpeg.js';
import type { Context } from '../context.ts';
import { needed, type Finding } from './finding.ts';

/** ffmpeg with soxr, or the built-in decoders in its place. */
export async function decoderFinding({ env, variables }: Context): Promise<Finding> {
  try {
    const ffmpeg = env.EARMARK_FFMPEG;
    const found = await probeFfmpeg({ ffmpeg, environment: variables });
    if (found) {
      return { part: 'ffmpeg', state: 'ready', found: `${found.version} with soxr`, fix: null };
    }
    const reason = ffmpeg === NO_FFMPEG ? 'EARMARK_FFMPEG is none' : 'none with soxr on PATH';
    return {
      part: 'ffmpeg',
      state: 'not ready',
      found: `${reason}: the built-in decoders take three times as long`,
      fix: ffmpeg === NO_FFMPEG ? 'Unset EARMARK_FFMPEG' : 'Install ffmpeg, or set EARMARK_FFMPEG',
    };
  } catch (error) {
    return needed('ffmpeg', error);
  }
}
