export { chunkAt, type ChunkPlan, N_SPREAD, spreadChunks } from './chunk.ts';
export {
  createDatasetLogMel,
  DATASET_LOG_MEL,
  datasetCoefficients,
  EXCERPT_SECONDS,
  excerptOf,
  type LogMelSpectrogram,
} from './dataset-log-mel.ts';
export { type Edges, EDGES } from './edges.ts';
export { createLevelMeter, type Level, toDbfs } from './level.ts';
export { createLogMel, LEAST_DB, type LogMel } from './log-mel.ts';
export { isSampleRate, resample, resampledLength } from './resample.ts';
export { createResampler, type Resampler } from './resampler.ts';
export { createSpectrogram, type Spectrogram } from './spectrogram/spectrogram.ts';
export { centredFrames, durationSeconds, type TrackInput } from './track-input.ts';
export { SAMPLE_RATE, type Waveform } from './waveform.ts';
