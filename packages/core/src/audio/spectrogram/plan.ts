import type { EdgeRule } from '../edges.ts';
import type { MelFilter } from '../mel-filter.ts';

/** What a spectrogram is computed with, as numbers. */
export interface SpectrogramPlan {
  readonly fftLength: number;
  readonly hopLength: number;
  /** [fftLength]; zero behind the end of a frame. */
  readonly window: Float32Array;
  /** How many samples before the first one of the chunk frame 0 reads, and what they are. */
  readonly lead: number;
  readonly extend: EdgeRule['extend'];
  /** Whether bands are weighted sums of |X|, rather than of |X|². */
  readonly ofMagnitude: boolean;
  /** One for each band. */
  readonly filters: readonly MelFilter[];
  /** Bands in dB are 10 log10(max(band + offset, floor)). */
  readonly decibels: { readonly offset: number; readonly floor: number } | null;
  /** For each band what it is multiplied by in the end, and what is added then. */
  readonly affine: readonly { readonly factor: number; readonly term: number }[];
}

/**
 * @param nFrames 1 or more
 * @returns [nBands, nFrames] row-major, overwritten by the next call
 */
export type PlannedTransform = (samples: Float32Array, nFrames: number) => Float32Array;

/** Room for a chunk and what its frames read beyond it, and for three frames more, which the kernel reads. */
export function extendedLength({ fftLength, hopLength }: SpectrogramPlan, nFrames: number): number {
  return (nFrames + 2) * hopLength + fftLength;
}

/** Fills `extended` with a chunk and what its frames read before and behind it. */
export function extendChunk(
  { lead, extend }: SpectrogramPlan,
  samples: Float32Array,
  extended: Float32Array,
): void {
  extended.set(samples, lead);
  // A window is zero behind a short frame, but zero times what another chunk left there may be no number.
  extended.fill(0, lead + samples.length);
  extend(extended, lead, samples.length);
}
