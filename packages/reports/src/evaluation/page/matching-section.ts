import type { EvaluationReport } from '@earmark/core/evaluation';
import { html, type Html } from '../../page/html.ts';
import { matchings } from '../matching-lines.ts';

/** Which tracks and tags were compared, and what was left out. */
export function matchingSection(report: EvaluationReport): Html {
  const all = matchings(report);
  return html`<section aria-labelledby="matching">
    <h2 id="matching">What was compared</h2>
    ${all.map(
      ({ models, lines }) =>
        html`${all.length > 1 ? html`<h3>${models.join(', ')}</h3>` : null}
        ${lines.map((line) => html`<p>${line}</p>`)}`,
    )}
  </section>`;
}
