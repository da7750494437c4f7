export { frontEndKey, openFrontEnd, readLogMelCoefficients } from './front-end.ts';
export { createInferencePool, type InferencePool } from './inference-pool.ts';
export { countChunks, openNetwork, openOnnxSession, RUNTIME } from './onnx-session.ts';
export { type RequestedModel, type ScoreReply, type ScoreResult } from './score-track.ts';
export { serveSessions } from './serve-sessions.ts';
export { enterThread } from './threads.ts';
export { openVerifiedSession, runReferenceChunk } from './verified-session.ts';
