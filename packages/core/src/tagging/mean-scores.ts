/**
 * Mean of the score vectors of a track's chunks, [nTags]: the track's scores.
 *
 * Summed in double precision and rounded once, so that the order of the chunks does not matter.
 *
 * @param chunkScores one vector of nTags scores per chunk, at least one
 */
export function meanScores(chunkScores: readonly ArrayLike<number>[]): Float32Array {
  const nTags = chunkScores[0]?.length;
  if (nTags === undefined) throw new RangeError('The mean of no chunks is not defined');
  const sums = new Float64Array(nTags);
  for (const scores of chunkScores) {
    if (scores.length !== nTags) throw new RangeError('Every chunk must score the same tags');
    for (let tag = 0; tag < nTags; tag++) sums[tag]! += scores[tag]!;
  }
  return Float32Array.from(sums, (sum) => sum / chunkScores.length);
}
