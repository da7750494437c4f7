import type { EvaluatedModel } from './build-evaluation-report.ts';
import { meanPredictions } from './mean-predictions.ts';

/**
 * One more model for every vocabulary that two or more models share: the mean of their scores.
 *
 * @param models about the same tracks in the same order
 */
export function ensemblesOf(models: readonly EvaluatedModel[]): EvaluatedModel[] {
  const vocabularies = [...new Set(models.map(({ vocabulary }) => vocabulary))];
  return vocabularies.flatMap((vocabulary) => {
    const [first, ...others] = models.filter((model) => model.vocabulary === vocabulary);
    if (!first || others.length === 0) return [];
    const mean = meanPredictions([first, ...others]);
    const id = vocabularies.length > 1 ? `${mean.id} of ${String(vocabulary)}` : mean.id;
    return [{ ...mean, id, vocabulary, published: null }];
  });
}
