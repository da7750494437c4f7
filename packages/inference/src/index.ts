export { type ChunkInput, firstChunks } from './first-chunks.ts';
export { type FrontEnd, frontEndKey, openFrontEnd, readCoefficients } from './front-end.ts';
export { createInferencePool, type InferencePool } from './inference-pool.ts';
export {
  countChunks,
  type NetworkOutput,
  openNetwork,
  openOnnxSession,
  type OnnxSession,
  RUNTIME,
} from './onnx-session.ts';
export { type RequestedModel, type ScoreReply, type ScoreResult } from './score-track.ts';
export { serveSessions } from './serve-sessions.ts';
export { enterThread } from './threads.ts';
export {
  openVerifiedSession,
  referenceFeatures,
  runReferenceChunk,
  scoredRows,
} from './verified-session.ts';
export { createWaveformScorer, type WaveformScorer } from './waveform-scorer.ts';
export { joinRows } from './join-rows.ts';
