import { centredChunk, type ChunkPlan, spreadChunks } from '../audio/chunk.ts';
import type { Scoring } from '../model/model-spec.ts';

/**
 * The positions of the chunks for each rule that computes the scores of a track, the mean of the outputs for
 * its chunks. The ledger keeps the name of the rule with every model, so another rule is another name.
 */
export const CHUNK_PLANS: Readonly<Record<Scoring, ChunkPlan>> = {
  'mean-of-16-1': spreadChunks,
  'centre-1': centredChunk,
};
