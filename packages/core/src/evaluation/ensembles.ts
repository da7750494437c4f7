import { ensembleScores } from '../agreement/ensemble.ts';
import { int8Note } from '../model/profile.ts';
import type { EvaluatedModel } from './build-evaluation-report.ts';
import type { Predictions } from './predictions.ts';

/**
 * One more model for every vocabulary that two or more models share: the mean of their scores.
 *
 * @param models with scores for the same tracks, in the same order
 */
export function ensemblesOf(models: readonly EvaluatedModel[]): EvaluatedModel[] {
  const vocabularies = [...new Set(models.map(({ vocabulary }) => vocabulary))];
  return vocabularies.flatMap((vocabulary) => {
    const [first, ...others] = models.filter((model) => model.vocabulary === vocabulary);
    if (!first || others.length === 0) return [];
    const mean = meanPredictions([first, ...others]);
    const name = vocabularies.length > 1 ? `${mean.name} of ${String(vocabulary)}` : mean.name;
    return [{ ...mean, name, vocabulary, published: null }];
  });
}

/**
 * The ensemble of some models: the mean of their scores, on the tracks that all of them scored.
 *
 * @param models two or more, of the same tags and the same tracks in the same order
 */
export function meanPredictions(models: readonly [Predictions, ...Predictions[]]): Predictions {
  const [{ files, tags }] = models;
  return {
    name: `mean of ${models.length} models${int8Note(models.map(({ name }) => name))}`,
    tags,
    files,
    decisions: null,
    matrix: ensembleScores(models.map(({ matrix }) => matrix)),
  };
}
