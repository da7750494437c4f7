import type { EvaluationReport } from '@earmark/core/evaluation';
import { figure } from '../../page/figure.ts';
import { html, type Html } from '../../page/html.ts';
import { curveChart } from './curve-chart.ts';
import { seriesLine } from './series-style.ts';

/** ROC and precision-recall curves, averaged over the tags. */
export function curvesSection({ models }: EvaluationReport): Html {
  const roc = models.map(({ evaluation }) => evaluation.curves.roc);
  const precisionRecall = models.map(({ evaluation }) => evaluation.curves.precisionRecall);
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Curves</h2>
    <p>
      Every tag has a curve of its own; these are their means, so that the area below a line is the
      macro average of the table above.
    </p>
    ${legend(models.map(({ id }) => id))}
    <div class="curves">
      ${figure(
        curveChart({
          label: `Mean ROC curves of ${models.length} models.`,
          xName: 'False positive rate',
          yName: 'True positive rate',
          curves: roc,
          diagonal: true,
        }),
        html`ROC: how much of what has a tag is found, against how much of what has it not is taken
        for it. Dotted: guessing.`,
      )}
      ${figure(
        curveChart({
          label: `Mean precision-recall curves of ${models.length} models.`,
          xName: 'Recall',
          yName: 'Precision',
          curves: precisionRecall,
          diagonal: false,
        }),
        html`Precision and recall: how much of what is given a tag has it, against how much of what
        has it is found.`,
      )}
    </div>
  </section>`;
}

function legend(names: readonly string[]): Html {
  return html`<ul class="legend">
    ${names.map((name, i) => {
      const { color, dashed } = seriesLine(i);
      return html`<li>
        <span class="swatch${dashed ? ' dashed' : ''}" style="border-color: ${color}"></span>${name}
      </li>`;
    })}
  </ul>`;
}
