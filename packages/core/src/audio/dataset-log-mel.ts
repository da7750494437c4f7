import { SpectrogramSpec } from '../model/spectrogram-spec.ts';
import { countFrames } from './spectrogram/padding.ts';
import { createSpectrogram } from './spectrogram/spectrogram.ts';

/** Frames in a second of the dataset's spectrograms, and the bands of each. */
const SAMPLE_RATE = 12_000;
const N_MELS = 96;

/**
 * The mel-spectrograms of the MTG-Jamendo dataset, which it publishes as files and its baseline reads.
 *
 * @see scripts/melspectrograms.py of MTG/mtg-jamendo-dataset. Read literally it takes 20 log10 of the power; the
 *   statistics in the published baseline fit 10 log10, as here
 */
export const DATASET_LOG_MEL = SpectrogramSpec.parse({
  sampleRate: SAMPLE_RATE,
  frameLength: 512,
  fftLength: 512,
  hopLength: 256,
  window: 'hann-symmetric',
  padding: 'essentia',
  spectrum: 'power',
  mel: {
    nMels: N_MELS,
    fMin: 0,
    fMax: SAMPLE_RATE / 2,
    scale: 'slaney',
    norm: 'slaney',
    triangles: 'hz',
  },
  logarithm: { unit: 'db', floor: 1e-10 },
  normalisation: null,
});

/** Of each frame of it. */
export const DATASET_BANDS = N_MELS;

/** What a frame without sound has in every band, in dB. */
export const LEAST_DB = -100;

/** A spectrogram of such frames, of a whole track or of its middle. */
export interface LogMelSpectrogram {
  readonly nFrames: number;
  /** [96, nFrames] row-major, in dB. */
  readonly values: Float32Array;
}

/** The seconds in the middle of a track that the baseline reads. */
export const EXCERPT_SECONDS = 29.1;

/** The samples at 12 kHz in the middle of a track that the baseline reads; undefined when there are not so many. */
export function excerptOf(samples: Float32Array): Float32Array | undefined {
  const length = Math.round(EXCERPT_SECONDS * DATASET_LOG_MEL.sampleRate);
  const start = Math.floor((samples.length - length) / 2);
  return start < 0 ? undefined : samples.subarray(start, start + length);
}

/** Frames that are computed at a time, so that memory does not grow with the track: three minutes. */
const BLOCK_FRAMES = 8_192;

/**
 * Makes the spectrogram of a whole track, at any length.
 *
 * @returns a function of the samples at 12 kHz, one at least; the values are in dB and never below -100
 */
export function createDatasetLogMel(): (samples: Float32Array) => LogMelSpectrogram {
  const { frames } = createSpectrogram(DATASET_LOG_MEL, { layout: 'bands-first' });
  return (samples) => {
    const nFrames = countFrames(DATASET_LOG_MEL, samples.length);
    const values = new Float32Array(N_MELS * nFrames);
    for (let first = 0; first < nFrames; first += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, nFrames - first);
      const block = frames(samples, { first, count });
      for (let band = 0; band < N_MELS; band++) {
        values.set(block.subarray(band * count, (band + 1) * count), band * nFrames + first);
      }
    }
    return { nFrames, values };
  };
}
