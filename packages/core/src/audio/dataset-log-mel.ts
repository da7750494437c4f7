import type { Edges } from './edges.ts';
import { createLogMel, type LogMel } from './log-mel.ts';
import { slaneyFilterbank } from './slaney-filterbank.ts';

/**
 * The mel-spectrograms of the MTG-Jamendo dataset, which it publishes as files and its baseline reads.
 *
 * @see scripts/melspectrograms.py of MTG/mtg-jamendo-dataset. Read literally it takes 20 log10 of the power; the
 *   statistics in the published baseline fit 10 log10, as here
 */
export const DATASET_LOG_MEL = {
  sampleRate: 12_000,
  nFft: 512,
  hopLength: 256,
  edges: 'zeros' satisfies Edges,
  nMels: 96,
} as const;

/** The seconds in the middle of a track that the baseline reads. */
export const EXCERPT_SECONDS = 29.1;

/** The window, [nFft], and the filter bank, [nFft / 2 + 1, nMels] row-major. */
export function datasetCoefficients(): {
  readonly window: Float32Array;
  readonly filterbank: Float32Array;
} {
  return {
    window: symmetricHann(DATASET_LOG_MEL.nFft),
    filterbank: slaneyFilterbank(DATASET_LOG_MEL),
  };
}

/** The front end that makes such a spectrogram of samples at 12 kHz, in dB from -100 on. */
export function createDatasetLogMel(): LogMel {
  return createLogMel({ ...DATASET_LOG_MEL, ...datasetCoefficients() });
}

/** Both ends are zero, where a periodic window ends before its second zero. */
function symmetricHann(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    return 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1));
  });
}
