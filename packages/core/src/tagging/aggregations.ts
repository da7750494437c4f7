import type { ScoresSpec } from '../model/scores-spec.ts';
import { meanScores } from './mean-scores.ts';

/** One score for each tag from one or more vectors of them, [nTags] each. */
type Aggregation = (chunkScores: readonly ArrayLike<number>[]) => Float32Array;

/** How the probabilities of the chunks become those of the track. The order of the chunks does not matter. */
export const AGGREGATIONS: Readonly<Record<ScoresSpec['aggregation'], Aggregation>> = {
  mean: meanScores,
  max: (chunkScores) => ofEachTag(chunkScores, (scores) => scores.reduce((a, b) => Math.max(a, b))),
  median: (chunkScores) => ofEachTag(chunkScores, median),
};

function ofEachTag(
  chunkScores: readonly ArrayLike<number>[],
  aggregate: (scores: Float64Array) => number,
): Float32Array {
  const [first] = chunkScores;
  if (!first) throw new RangeError('The scores of no chunks are not defined');
  const ofTag = new Float64Array(chunkScores.length);
  return Float32Array.from({ length: first.length }, (_, tag) => {
    chunkScores.forEach((scores, chunk) => (ofTag[chunk] = scores[tag]!));
    return aggregate(ofTag);
  });
}

/** The mean of the two in the middle where there is an even number. */
function median(values: Float64Array): number {
  if (values.some(Number.isNaN)) return NaN;
  const sorted = values.toSorted();
  const upper = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[upper]! : (sorted[upper - 1]! + sorted[upper]!) / 2;
}
