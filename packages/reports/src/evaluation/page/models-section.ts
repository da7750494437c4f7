import type { EvaluationReport, Measures, ModelEvaluation } from '@earmark/core/evaluation';
import { formatCount } from '@earmark/core/text';
import { html, type Html } from '../../page/html.ts';
import { type Column, table } from '../../page/table.ts';
import { formatMeasure, formatPublished } from '../describe-evaluation.ts';

/** The averages of every model, beside its published figures. */
export function modelsSection(report: EvaluationReport): Html {
  const { models, excluded } = report;
  const hasPublished = models.some(({ published }) => published !== null);
  const columns = [NAME, TRACKS, TAGS, ...measureColumns(({ macro }) => macro)];
  return html`<section aria-labelledby="models">
    <h2 id="models">Models</h2>
    ${table('Mean over the tags (macro average)', hasPublished ? [...columns, PUBLISHED] : columns, models)}
    ${published(models)} ${undefinedTags(report)}
    ${excluded.map(({ name, reason }) => html`<p>${name} is excluded: ${reason}.</p>`)}
    <details>
      <summary>Other averages</summary>
      ${table(
        'All tracks and tags pooled (micro average)',
        [NAME, ...measureColumns(({ micro }) => micro)],
        models,
      )}
      ${table('Mean over the tracks (samples average)', [NAME, ...measureColumns(({ samples }) => samples)], models)}
    </details>
  </section>`;
}

const NAME: Column<ModelEvaluation> = { title: 'Model', cell: ({ name }) => name };

const TRACKS: Column<ModelEvaluation> = {
  title: 'Tracks',
  cell: ({ evaluation }) => formatCount(evaluation.nTracks),
  numeric: true,
};

const TAGS: Column<ModelEvaluation> = {
  title: 'Tags',
  cell: ({ evaluation }) => formatCount(evaluation.tags.length),
  numeric: true,
};

const PUBLISHED: Column<ModelEvaluation> = {
  title: 'Published ROC, PR',
  cell: ({ published }) => formatPublished(published),
  numeric: true,
};

function measureColumns(
  of: (evaluation: ModelEvaluation['evaluation']) => Measures,
): Column<ModelEvaluation>[] {
  const column = (title: string, value: (measures: Measures) => number | null) => ({
    title,
    cell: ({ evaluation }: ModelEvaluation) => formatMeasure(value(of(evaluation))),
    numeric: true,
  });
  return [
    column('ROC-AUC', ({ rocAuc }) => rocAuc),
    column('PR-AUC', ({ prAuc }) => prAuc),
    column('Precision', ({ precision }) => precision),
    column('Recall', ({ recall }) => recall),
    column('F', ({ fScore }) => fScore),
  ];
}

function published(models: readonly ModelEvaluation[]): Html | null {
  const figures = models.find((model) => model.published !== null)?.published;
  if (!figures) return null;
  return html`<p>
    Published figures: ${figures.source}, on ${figures.tracks}. They are comparable only when the
    truth has the same tracks and tags.
  </p>`;
}

function undefinedTags({ models, mode }: EvaluationReport): Html | null {
  const most = Math.max(...models.map(({ evaluation }) => evaluation.macro.nWithoutRocAuc));
  if (most === 0 || mode === 'strict') return null;
  return html`<p>
    Up to ${most} tags belong to none or to all of the tracks: their ROC-AUC is undefined, as is the
    PR-AUC of a tag without a track. The means exclude them.
  </p>`;
}

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
