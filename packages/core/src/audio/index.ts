export { chunkAt, chunkStarts } from './chunk.ts';
export {
  createDatasetLogMel,
  DATASET_BANDS,
  DATASET_LOG_MEL,
  EXCERPT_SECONDS,
  excerptOf,
  LEAST_DB,
  type LogMelSpectrogram,
} from './dataset-log-mel.ts';
export { createFeatures, type Features, type TrackChunks } from './features.ts';
export { createLevelMeter, type Level, toDbfs } from './level.ts';
export { isSampleRate, resample, resampledLength } from './resample.ts';
export { createResampler, type Resampler } from './resampler.ts';
export { countFrames } from './spectrogram/padding.ts';
export type { StoredCoefficients } from './spectrogram/plan-spectrogram.ts';
export { createSpectrogram, type Spectrogram } from './spectrogram/spectrogram.ts';
export { centredFrames, durationSeconds, type TrackInput } from './track-input.ts';
export { SAMPLE_RATE, type Waveform } from './waveform.ts';
