export { AGGREGATIONS } from './aggregations.ts';
export { meanScores } from './mean-scores.ts';
export { toProbabilities } from './to-probabilities.ts';
export { topK, type TopKOptions } from './top-k.ts';
