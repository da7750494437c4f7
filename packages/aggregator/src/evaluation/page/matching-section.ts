import type {
  EvaluationReport,
  ModelEvaluation,
} from '@earmark/core/evaluation/evaluation-report.js';
import { html, type Html } from '../../report/html.ts';
import { matchingLines } from '../matching-lines.ts';

/** Which tracks and tags were compared, and what was left out. */
export function matchingSection({ models, truth }: EvaluationReport): Html {
  const [first, ...others] = models;
  if (!first) return html``;
  return html`<section aria-labelledby="matching">
    <h2 id="matching">What was compared</h2>
    ${matching(first, truth.name)}
    ${others
      .filter((model) => JSON.stringify(comparedOf(model)) !== JSON.stringify(comparedOf(first)))
      .map(
        (model) =>
          html`<h3>${model.id}</h3>
            ${matching(model, truth.name)}`,
      )}
  </section>`;
}

function comparedOf({ matched, tagsOfModelOnly, tagsOfTruthOnly }: ModelEvaluation) {
  return { matched, tagsOfModelOnly, tagsOfTruthOnly };
}

function matching(model: ModelEvaluation, truthName: string): Html {
  return html`${matchingLines(model, truthName).map((line) => html`<p>${line}</p>`)}`;
}
