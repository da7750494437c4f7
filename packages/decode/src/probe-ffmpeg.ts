import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { SAMPLE_RATE } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { leastEnvironment, type Variables } from '@earmark/runtime/process';
import { KNOWN_WAVEFORM } from './known-sound.ts';
import { filterTo } from './system-ffmpeg.ts';

export interface FoundFfmpeg {
  readonly command: string;
  readonly version: string;
}

/** In place of a path: ffmpeg must not be used. */
export const NO_FFMPEG = 'none';

/** The known sound, made by ffmpeg itself: half a second whose channels are constant. */
const KNOWN_SOUND = 'aevalsrc=0.25|0.75:s=44100:d=0.5';
const FILTER = `${KNOWN_SOUND},${filterTo(SAMPLE_RATE)}`;
const PROBE = ['-nostdin', '-filter_complex', FILTER, '-f', 'f32le', 'pipe:1'];
const PROBE_TIMEOUT_MS = 20_000;

/**
 * The ffmpeg that can make the reference waveform, tested with a sound whose mean is known; undefined when PATH
 * has none.
 *
 * @param ffmpeg path of the one that must be used, or `NO_FFMPEG`
 * @throws USAGE_INVALID when that one cannot
 */
export async function probeFfmpeg(of: {
  readonly ffmpeg?: string | undefined;
  readonly environment: Variables;
}): Promise<FoundFfmpeg | undefined> {
  if (of.ffmpeg === NO_FFMPEG) return undefined;
  const command = of.ffmpeg ?? 'ffmpeg';
  try {
    const { stdout, stderr } = await promisify(execFile)(command, PROBE, {
      encoding: 'buffer',
      env: leastEnvironment(of.environment),
      timeout: PROBE_TIMEOUT_MS,
    });
    const nSamples = stdout.length / Float32Array.BYTES_PER_ELEMENT;
    const error = Math.abs(stdout.readFloatLE(stdout.length / 2) - KNOWN_WAVEFORM.mean);
    if (nSamples !== KNOWN_WAVEFORM.nSamples || error > 1e-4)
      throw new Error('it resamples wrongly');
    const version = /^ffmpeg version (\S+)/.exec(stderr.toString())?.[1] ?? 'unknown';
    return { command, version };
  } catch (cause) {
    if (of.ffmpeg === undefined) return undefined;
    throw new EarmarkError(
      'USAGE_INVALID',
      `"${of.ffmpeg}" does not work as ffmpeg with soxr. ` +
        'Name one that does, or none: then the built-in decoders are used.',
      { cause },
    );
  }
}
