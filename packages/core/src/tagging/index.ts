export { meanScores } from './mean-scores.ts';
export { CHUNK_PLANS } from './scoring.ts';
export { topK, type TopKOptions } from './top-k.ts';
