import type { EvaluationReport, Measures, ModelEvaluation } from '@earmark/core/evaluation';
import { formatCount } from '@earmark/core/text';
import { html, type Html } from '../../page/html.ts';
import { type Column, table } from '../../page/table.ts';
import { formatMeasure, formatPublished } from '../format-measure.ts';

/** The averages of every model, beside what was published of it. */
export function modelsSection(report: EvaluationReport): Html {
  const { models, leftOut } = report;
  const hasPublished = models.some(({ published }) => published !== null);
  const columns = [NAME, TRACKS, TAGS, ...measureColumns(({ macro }) => macro)];
  return html`<section aria-labelledby="models">
    <h2 id="models">Models</h2>
    ${table('Mean over the tags (macro average)', hasPublished ? [...columns, PUBLISHED] : columns, models)}
    ${published(models)} ${undefinedTags(report)}
    ${leftOut.map(({ id, reason }) => html`<p>${id} is left out: ${reason}.</p>`)}
    <details>
      <summary>Other averages</summary>
      ${table(
        'All tracks and tags as one long column (micro average)',
        [NAME, ...measureColumns(({ micro }) => micro)],
        models,
      )}
      ${table('Mean over the tracks', [NAME, ...measureColumns(({ samples }) => samples)], models)}
    </details>
  </section>`;
}

const NAME: Column<ModelEvaluation> = { title: 'Model', cell: ({ id }) => id };

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
    Published: ${figures.source}, on ${figures.tracks}. The figures compare only when the truth is
    about the same tracks and tags.
  </p>`;
}

function undefinedTags({ models, mode }: EvaluationReport): Html | null {
  const most = Math.max(...models.map(({ evaluation }) => evaluation.macro.nWithoutRocAuc));
  if (most === 0 || mode === 'strict') return null;
  return html`<p>
    Up to ${most} tags are on none or on all of the tracks: they have no ROC-AUC, and without a
    track no PR-AUC, and the means leave them out.
  </p>`;
}
