import type { EvaluationReport } from '@earmark/core/evaluation';
import { formatCount, formatCounted } from '@earmark/core/text';
import { html, type Html } from '../../page/html.ts';
import { page } from '../../page/page.ts';
import { STYLE } from '../../page/style.ts';
import { formatMeasure, describeMatches } from '../describe-evaluation.ts';
import { curvesSection, SERIES_STYLE } from './curves-section.ts';
import { categoriesSection, modelsSection } from './models-section.ts';
import { tagsSection } from './tags-section.ts';

/** The page evaluation.html. The same report gives the same page. */
export function renderEvaluationHtml(report: EvaluationReport): string {
  return page({
    title: `${report.subject}: Earmark evaluation`,
    styles: [STYLE, SERIES_STYLE],
    body: [
      head(report),
      modelsSection(report),
      curvesSection(report),
      categoriesSection(report),
      tagsSection(report),
      matchingSection(report),
    ],
    footer: 'The numbers of this page, and more decimals, are in evaluation.json beside it.',
  });
}

/** The head of the page: what was evaluated against which truth, and the best model. */
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
  const name = models.length > 1 ? `Best of ${models.length}: ${best.name}` : best.name;
  return (
    `${name}, with a mean ROC-AUC of ${formatMeasure(macro.rocAuc)} and PR-AUC of ` +
    `${formatMeasure(macro.prAuc)} over ${formatCounted(tags.length, 'tag')}, on ${formatCounted(nTracks, 'track')}.`
  );
}

function facts({ truth, mode }: EvaluationReport): [string, string][] {
  return [
    ['Truth', truth.name],
    [
      'Tracks of the truth',
      `${formatCount(truth.nTracks)}${truth.split ? `, selected by ${truth.split}` : ''}`,
    ],
    ['Tags of the truth', formatCount(truth.nTags)],
    ['Undefined measures', mode === 'strict' ? 'are an error' : 'are excluded from means'],
  ];
}

/** Which tracks and tags were compared, and which were excluded. */
export function matchingSection(report: EvaluationReport): Html {
  const all = describeMatches(report);
  return html`<section aria-labelledby="matching">
    <h2 id="matching">Compared tracks and tags</h2>
    ${all.map(
      ({ models, lines }) =>
        html`${all.length > 1 ? html`<h3>${models.join(', ')}</h3>` : null}
        ${lines.map((line) => html`<p>${line}</p>`)}`,
    )}
  </section>`;
}
