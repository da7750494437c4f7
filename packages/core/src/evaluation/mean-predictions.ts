import { ensembleScores } from '../agreement/ensemble.ts';
import type { Predictions } from './predictions.ts';

/**
 * The ensemble of some models: the mean of their scores, on the tracks that all of them scored.
 *
 * @param models two or more, of the same tags and the same tracks in the same order
 */
export function meanPredictions(models: readonly [Predictions, ...Predictions[]]): Predictions {
  const [{ files, tags }] = models;
  return {
    id: `mean of ${models.length} models`,
    tags,
    files,
    decisions: null,
    matrix: ensembleScores(models.map(({ matrix }) => matrix)),
  };
}
