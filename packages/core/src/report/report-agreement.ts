import { summarizeJaccard } from '../agreement/jaccard.ts';
import type { TopSets } from '../agreement/top-sets.ts';
import type { ModelId } from '../model/model-spec.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import type { Agreement } from './run-report.ts';

export interface ModelSets {
  readonly model: { readonly id: ModelId };
  readonly vocabulary: Pick<Vocabulary, 'id'>;
  readonly sets: TopSets;
}

/** Jaccard pairs of the models of each vocabulary that two or more models share. */
export function reportAgreement(models: readonly ModelSets[]): Agreement[] {
  const vocabularies = [...new Set(models.map(({ vocabulary }) => vocabulary.id))];
  return vocabularies
    .map((id) => models.filter(({ vocabulary }) => vocabulary.id === id))
    .filter((sharing) => sharing.length > 1)
    .map(compareAll);
}

/** Pairs of models whose tags differ, so that no set of one can meet a set of the other. */
export function countPairsLeftOut(models: readonly ModelSets[]): number {
  return models
    .flatMap((a, i) => models.slice(i + 1).map((b) => a.vocabulary.id !== b.vocabulary.id))
    .filter(Boolean).length;
}

function compareAll(sharing: readonly ModelSets[]): Agreement {
  const pairs = sharing.flatMap((a, i) => sharing.slice(i + 1).map((b) => comparePair(a, b)));
  return {
    vocabulary: sharing[0]!.vocabulary.id,
    models: sharing.map(({ model }) => model.id),
    pairs,
    overallMean: meanOf(pairs.map(({ mean }) => mean)),
  };
}

function comparePair(a: ModelSets, b: ModelSets): Agreement['pairs'][number] {
  return { a: a.model.id, b: b.model.id, ...summarizeJaccard(a.sets, b.sets) };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
