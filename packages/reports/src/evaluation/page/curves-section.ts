import type { EvaluationReport } from '@earmark/core/evaluation';
import { type Chart, figure } from '../../page/chart.ts';
import { html, type Html } from '../../page/html.ts';

/** ROC and precision-recall curves, averaged over the tags. */
export function curvesSection({ models }: EvaluationReport): Html {
  const roc = models.map(({ evaluation }) => evaluation.curves.roc);
  const precisionRecall = models.map(({ evaluation }) => evaluation.curves.precisionRecall);
  return html`<section aria-labelledby="curves">
    <h2 id="curves">Curves</h2>
    <p>
      Each line is the mean of the curves of all tags, so the area below it is the macro average in
      the table above.
    </p>
    ${legend(models.map(({ name }) => name))}
    <div class="curves">
      ${figure(
        curveChart({
          label: `Mean ROC curves of ${models.length} models.`,
          xName: 'False positive rate',
          yName: 'True positive rate',
          curves: roc,
          diagonal: true,
        }),
        html`ROC: the share of tracks with the tag that are found (true positive rate) against the
        share of tracks without it that are taken for it (false positive rate). Dotted: random
        scores.`,
      )}
      ${figure(
        curveChart({
          label: `Mean precision-recall curves of ${models.length} models.`,
          xName: 'Recall',
          yName: 'Precision',
          curves: precisionRecall,
          diagonal: false,
        }),
        html`Precision and recall: the share of selected tracks that have the tag (precision)
        against the share of tracks with the tag that are selected (recall).`,
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

const SIZE = 440;
const MARGIN = { left: 52, top: 12, right: 16, bottom: 46 };

export interface CurveChart {
  readonly label: string;
  readonly xName: string;
  readonly yName: string;
  /** Of every model, values at 0, 1, ... 100 percent of x. */
  readonly curves: readonly (readonly number[])[];
  /** Whether to draw the line of random scores. */
  readonly diagonal: boolean;
}

/** Curves of all models in one square, both axes from 0 to 1. */
export function curveChart({ label, xName, yName, curves, diagonal }: CurveChart): Chart {
  return {
    width: SIZE,
    height: SIZE,
    label,
    option: {
      grid: MARGIN,
      xAxis: axis(xName, 26),
      yAxis: axis(yName, 36),
      series: [
        ...(diagonal ? [randomLine()] : []),
        ...curves.map((curve, i) => line(curve, seriesLine(i))),
      ],
    },
  };
}

const PLAIN = { silent: true, showSymbol: false };

function axis(name: string, nameGap: number) {
  return {
    type: 'value',
    min: 0,
    max: 1,
    interval: 0.2,
    name,
    nameGap,
    nameLocation: 'middle',
    nameTextStyle: { color: 'var(--muted)', fontSize: 12 },
    axisLabel: { color: 'var(--muted)', fontSize: 11 },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: 'var(--rule)' } },
  };
}

function line(curve: readonly number[], { color, dashed }: ReturnType<typeof seriesLine>) {
  return {
    type: 'line',
    ...PLAIN,
    lineStyle: { color, width: 1.75, type: dashed ? 'dashed' : 'solid' },
    data: curve.map((value, percent) => [percent / 100, Number(value.toFixed(4))]),
  };
}

function randomLine() {
  return {
    type: 'line',
    ...PLAIN,
    lineStyle: { color: 'var(--muted)', width: 1, type: 'dotted' },
    data: [
      [0, 0],
      [1, 1],
    ],
  };
}

const LIGHT = '#1f6f9f #c1551b #2e8b57 #8a4fb5 #a97a06 #c93b75 #4d7c0f #0c8386 #7a5c3e #5562cc';
const DARK = '#6db5e0 #f09a63 #6ccf96 #c29be8 #e0b84a #f08fb5 #a3cf5a #5cc9cb #c7a07a #9aa6f5';

const N_COLORS = LIGHT.split(' ').length;

/** Colour and dashes of the line of a model; the first twenty are all different. */
export function seriesLine(index: number): { color: string; dashed: boolean } {
  return {
    color: `var(--series-${index % N_COLORS})`,
    dashed: Math.floor(index / N_COLORS) % 2 === 1,
  };
}

/** Colours of the lines, for light and dark colour schemes, and the styles of the legend. */
export const SERIES_STYLE: Html = {
  markup: `
:root { ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0; padding: 0; list-style: none; }
.legend li { display: flex; align-items: center; gap: 0.5rem; }
.swatch { width: 1.75rem; border-top: 2px solid; }
.dashed { border-top-style: dashed; }
.curves { display: flex; flex-wrap: wrap; gap: 0 2.5rem; }
.curves figcaption { contain: inline-size; }
`,
};

function variables(colors: string): string {
  return colors
    .split(' ')
    .map((color, i) => `--series-${i}: ${color};`)
    .join(' ');
}
