import type { EvaluationReport, ModelEvaluation, TagEvaluation } from '@earmark/core/evaluation';
import { formatCount } from '@earmark/core/text';
import { html, type Html } from '../../page/html.ts';
import { type Column, table } from '../../page/table.ts';
import { describeDecisions, formatMeasure } from '../describe-evaluation.ts';

/** Every tag of every model, best first. */
export function tagsSection({ models, decisions }: EvaluationReport): Html {
  return html`<section aria-labelledby="tags">
    <h2 id="tags">Tags</h2>
    <p>${describeDecisions(decisions)}</p>
    ${models.map((model, i) => tagTable(model, i === 0))}
  </section>`;
}

function tagTable({ name, evaluation }: ModelEvaluation, isOpen: boolean): Html {
  const tags = evaluation.tags.toSorted((a, b) => (b.rocAuc ?? -1) - (a.rocAuc ?? -1));
  const rows = table(`The tags of ${name} by ROC-AUC`, COLUMNS, tags);
  if (isOpen) return rows;
  return html`<details>
    <summary>${name}</summary>
    ${rows}
  </details>`;
}

const COLUMNS: readonly Column<TagEvaluation>[] = [
  { title: 'Tag', cell: ({ tag }) => tag },
  { title: 'Tracks with it', cell: ({ nPositive }) => formatCount(nPositive), numeric: true },
  measure('ROC-AUC', ({ rocAuc }) => rocAuc),
  measure('PR-AUC', ({ prAuc }) => prAuc),
  measure('Threshold', ({ threshold }) => threshold),
  measure('Precision', ({ precision }) => precision),
  measure('Recall', ({ recall }) => recall),
  measure('F', ({ fScore }) => fScore),
];

function measure(
  title: string,
  value: (tag: TagEvaluation) => number | null,
): Column<TagEvaluation> {
  return { title, cell: (tag) => formatMeasure(value(tag)), numeric: true };
}
