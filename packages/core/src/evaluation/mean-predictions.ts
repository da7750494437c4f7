import type { ScoreMatrix } from '../agreement/score-matrix.ts';
import type { Predictions } from './predictions.ts';

/**
 * The ensemble of some models: the mean of their scores, on the tracks that all of them scored.
 *
 * @param models two or more, of the same tags and the same tracks in the same order
 */
export function meanPredictions(models: readonly [Predictions, ...Predictions[]]): Predictions {
  const [{ files, tags, matrix }] = models;
  const { nTracks, nTags } = matrix;
  const matrices = models.map((model) => model.matrix);
  return {
    id: `mean of ${models.length} models`,
    tags,
    files,
    decisions: null,
    matrix: { nTracks, nTags, values: meanValues(matrices), scored: scoredByAll(matrices) },
  };
}

function meanValues(matrices: readonly ScoreMatrix[]): Float64Array {
  const mean = new Float64Array(matrices[0]!.values.length);
  for (const { values } of matrices) {
    for (let i = 0; i < mean.length; i++) mean[i]! += values[i]!;
  }
  for (let i = 0; i < mean.length; i++) mean[i]! /= matrices.length;
  return mean;
}

function scoredByAll(matrices: readonly ScoreMatrix[]): Uint8Array {
  return matrices[0]!.scored.map((_, track) =>
    matrices.every(({ scored }) => scored[track] === 1) ? 1 : 0,
  );
}
