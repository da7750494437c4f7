import {
  DATASET_BANDS,
  DATASET_LOG_MEL,
  LEAST_DB,
  type LogMelSpectrogram,
} from './dataset-log-mel.ts';
import type { Waveform } from './waveform.ts';

/** What models read of a track: its samples, or the spectrogram that was made of them before. On shared memory, so that threads read one copy. */
export type TrackInput =
  | {
      readonly kind: 'waveform';
      readonly waveform: Waveform;
      /** In Hz. */
      readonly sampleRate: number;
    }
  | { readonly kind: 'log-mel'; readonly logMel: LogMelSpectrogram };

export function durationSeconds(input: TrackInput): number {
  if (input.kind === 'waveform') return input.waveform.length / input.sampleRate;
  return (input.logMel.nFrames * DATASET_LOG_MEL.hopLength) / DATASET_LOG_MEL.sampleRate;
}

/**
 * The frames in the middle of a spectrogram; from its first one, and then silence, where it is shorter.
 *
 * @returns [96, nFrames] row-major
 */
export function centredFrames(logMel: LogMelSpectrogram, nFrames: number): Float32Array {
  const start = Math.max(0, Math.floor((logMel.nFrames - nFrames) / 2));
  const nTaken = Math.min(nFrames, logMel.nFrames);
  const frames = new Float32Array(DATASET_BANDS * nFrames).fill(LEAST_DB);
  for (let band = 0; band < DATASET_BANDS; band++) {
    const at = band * logMel.nFrames + start;
    frames.set(logMel.values.subarray(at, at + nTaken), band * nFrames);
  }
  return frames;
}
