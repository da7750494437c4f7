import { chunkAt } from './chunk.ts';
import type { Edges } from './edges.ts';
import { createLogMel } from './log-mel.ts';
import { melFilterbank } from './spectrogram/mel-filterbank.ts';
import { createWindow } from './spectrogram/window.ts';

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

/** A spectrogram of such frames, of a whole track or of its middle. */
export interface LogMelSpectrogram {
  readonly nFrames: number;
  /** [96, nFrames] row-major, in dB. */
  readonly values: Float32Array;
}

/** The seconds in the middle of a track that the baseline reads. */
export const EXCERPT_SECONDS = 29.1;

/** The window, [nFft], and the filter bank, [nFft / 2 + 1, nMels] row-major. */
export function datasetCoefficients(): {
  readonly window: Float32Array;
  readonly filterbank: Float32Array;
} {
  const { sampleRate, nFft, nMels } = DATASET_LOG_MEL;
  return {
    window: createWindow('hann-symmetric', nFft),
    filterbank: melFilterbank({
      ...{ sampleRate, fftLength: nFft, nMels, fMin: 0, fMax: sampleRate / 2 },
      ...{ scale: 'slaney', norm: 'slaney', triangles: 'hz' },
    }),
  };
}

/** The samples at 12 kHz in the middle of a track that the baseline reads; undefined when there are not so many. */
export function excerptOf(samples: Float32Array): Float32Array | undefined {
  const length = Math.round(EXCERPT_SECONDS * DATASET_LOG_MEL.sampleRate);
  const start = Math.floor((samples.length - length) / 2);
  return start < 0 ? undefined : samples.subarray(start, start + length);
}

/** Frames that are computed at a time, so that memory does not grow with the track: three minutes. */
const BLOCK_FRAMES = 8_192;

/** Frames before those of a block: the first one reads nothing of what lies before the samples that it is given. */
const LEAD_FRAMES = 2;

/**
 * Makes the spectrogram of a whole track, at any length.
 *
 * @returns a function of the samples at 12 kHz, one at least; the values are in dB and never below -100
 */
export function createDatasetLogMel(): (samples: Float32Array) => LogMelSpectrogram {
  const { nFft, hopLength, nMels } = DATASET_LOG_MEL;
  const logMel = createLogMel({ ...DATASET_LOG_MEL, ...datasetCoefficients() });
  return (samples) => {
    const nFrames = logMel.nFrames(samples.length);
    const values = new Float32Array(nMels * nFrames);
    const padded = samples.length < nFft ? chunkAt(samples, { start: 0, length: nFft }) : samples;
    for (let from = 0; from < nFrames; from += BLOCK_FRAMES) {
      const to = Math.min(from + BLOCK_FRAMES, nFrames);
      const first = Math.max(0, from - LEAD_FRAMES);
      const block = padded.subarray(first * hopLength, (to + 1) * hopLength);
      const computed = logMel.transform(block);
      const nComputed = logMel.nFrames(block.length);
      for (let band = 0; band < nMels; band++) {
        const at = band * nComputed - first;
        values.set(computed.subarray(at + from, at + to), band * nFrames + from);
      }
    }
    return { nFrames, values };
  };
}
