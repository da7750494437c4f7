import type { EvaluationReport, ModelEvaluation } from '@earmark/core/evaluation';
import { html, type Html } from '../../page/html.ts';
import { type Column, table } from '../../page/table.ts';
import { formatMeasure } from '../format-measure.ts';

/** The means over the tags of each category. */
export function categoriesSection({ models }: EvaluationReport): Html {
  const categories = [
    ...new Set(
      models.flatMap(({ evaluation }) => evaluation.categories.map(({ category }) => category)),
    ),
  ];
  return html`<section aria-labelledby="categories">
    <h2 id="categories">Categories</h2>
    ${(['rocAuc', 'prAuc'] as const).map((measure) =>
      table(
        `${TITLES[measure]}, mean over the tags of the category`,
        [NAME, ...categories.map((category) => categoryColumn(category, measure))],
        models,
      ),
    )}
  </section>`;
}

const TITLES = { rocAuc: 'ROC-AUC', prAuc: 'PR-AUC' } as const;

const NAME: Column<ModelEvaluation> = { title: 'Model', cell: ({ id }) => id };

function categoryColumn(title: string, measure: keyof typeof TITLES): Column<ModelEvaluation> {
  return {
    title,
    cell({ evaluation }) {
      const mean = evaluation.categories.find(({ category }) => category === title);
      return formatMeasure(mean?.[measure] ?? null);
    },
    numeric: true,
  };
}
