import { EarmarkError } from '@earmark/core/failure';

export interface Extent {
  readonly nSamples: number;
  readonly sampleRate: number;
}

/** @throws AUDIO_TOO_LONG */
export function assertNotTooLong(
  { nSamples, sampleRate }: Extent,
  maxDurationSeconds: number,
): void {
  if (nSamples <= maxDurationSeconds * sampleRate) return;
  throw new EarmarkError(
    'AUDIO_TOO_LONG',
    `The track is longer than ${String(maxDurationSeconds)} s, the limit. ` +
      'Raise the limit to tag it, or leave the track out.',
  );
}

/** @throws AUDIO_EMPTY */
export function assertSomeAudio({ nSamples }: { readonly nSamples: number }): void {
  if (nSamples > 0) return;
  throw new EarmarkError(
    'AUDIO_EMPTY',
    'The file is audio, but there is not one sample in it. Fetch or encode it again.',
  );
}
