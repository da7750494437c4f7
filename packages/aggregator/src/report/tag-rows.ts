import type { TagFrequencies } from '@earmark/core/report/run-report.js';

/** One tag of a vocabulary and what every model that scores it says. */
export interface TagRow {
  readonly tag: string;
  readonly category: string;
  readonly en: string;
  readonly zh: string;
  /** In the order of the models. */
  readonly shares: readonly (number | null)[];
  readonly meanScores: readonly (number | null)[];
}

/** Frequencies of models of one vocabulary by tag: its categories in order, most frequent tag first. */
export function tagRows(models: readonly TagFrequencies[]): TagRow[] {
  const tags = models[0]?.tags ?? [];
  const categories = [...new Set(tags.map(({ category }) => category))];
  return tags
    .map(({ tag, category, en, zh }, i) => ({
      ...{ tag, category, en, zh },
      shares: models.map((model) => model.tags[i]?.share ?? null),
      meanScores: models.map((model) => model.tags[i]?.meanScore ?? null),
    }))
    .sort(
      (a, b) =>
        categories.indexOf(a.category) - categories.indexOf(b.category) || total(b) - total(a),
    );
}

function total({ shares }: TagRow): number {
  return shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
}
