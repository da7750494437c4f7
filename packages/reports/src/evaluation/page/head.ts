import type { EvaluationReport } from '@earmark/core/evaluation';
import { formatCount, formatCounted } from '@earmark/core/text';
import { html, type Html } from '../../page/html.ts';
import { formatMeasure } from '../format-measure.ts';

/** The head of the page: what was evaluated against what, and which model did best. */
export function head(report: EvaluationReport): Html {
  return html`<header>
    <p class="eyebrow">Earmark evaluation</p>
    <h1><bdi>${report.subject}</bdi></h1>
    <p class="lead">${lead(report)}</p>
    <dl class="facts">
      ${facts(report).map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

function lead({ models }: EvaluationReport): string {
  const [best] = models.toSorted(
    (a, b) => (b.evaluation.macro.prAuc ?? 0) - (a.evaluation.macro.prAuc ?? 0),
  );
  if (!best) return 'Nothing could be evaluated.';
  const { nTracks, tags, macro } = best.evaluation;
  const name = models.length > 1 ? `Best of ${models.length}: ${best.id}` : best.id;
  return (
    `${name}, with a mean ROC-AUC of ${formatMeasure(macro.rocAuc)} and PR-AUC of ` +
    `${formatMeasure(macro.prAuc)} over ${formatCounted(tags.length, 'tag')}, on ${formatCounted(nTracks, 'track')}.`
  );
}

function facts({ truth, mode }: EvaluationReport): [string, string][] {
  return [
    ['Truth', truth.name],
    [
      'Its tracks',
      `${formatCount(truth.nTracks)}${truth.split ? `, those of ${truth.split}` : ''}`,
    ],
    ['Its tags', formatCount(truth.nTags)],
    ['Undefined means', mode === 'strict' ? 'are an error' : 'leave tags out'],
  ];
}
