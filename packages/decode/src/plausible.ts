import type { Level } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import type { Extent } from './duration.ts';
import type { SourceFormat } from './ffmpeg-log.ts';

/** Lossy codecs overshoot full scale, by a few decibels; only a decoder that has gone wrong is this loud. */
const LOUDEST = 16;

/** Floating point that was scaled like whole numbers of 32 bits is music still. */
const LOUDEST_FLOAT = 2 ** 31;
const FLOAT_CODEC = 'pcm_f';

const MAX_DIFFERENCE_SECONDS = 1;

/**
 * Whether a waveform can be what its file contains.
 *
 * @throws AUDIO_UNDECODABLE when samples are no numbers or too large for sound, or when the length contradicts the one
 *   that the container states by more than a second
 */
export function assertPlausible(
  level: Level,
  { nSamples, sampleRate }: Extent,
  source: SourceFormat | undefined,
): void {
  const loudest = source?.codec.startsWith(FLOAT_CODEC) ? LOUDEST_FLOAT : LOUDEST;
  if (!Number.isFinite(level.rms)) throw implausible('some samples are not numbers');
  if (level.peak > loudest) {
    throw implausible(`samples are ${level.peak.toPrecision(3)} times full scale`);
  }
  const seconds = nSamples / sampleRate;
  const stated = source?.statedSeconds ?? seconds;
  if (Math.abs(seconds - stated) > MAX_DIFFERENCE_SECONDS) {
    const lengths = `states ${stated.toFixed(1)} s of audio, and ${seconds.toFixed(1)} s can be decoded`;
    throw implausible(`it ${lengths}: it is cut off, damaged or joined from several`);
  }
}

function implausible(why: string): EarmarkError {
  return new EarmarkError(
    'AUDIO_UNDECODABLE',
    `What was decoded cannot be what the file contains: ${why}. ` +
      'Fetch the file again or encode it again, or leave it out.',
  );
}
