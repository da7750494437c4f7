import type { CustomSeriesRenderItem } from 'echarts';
import type { RaterReport, RunReport, VocabularyReport } from '@earmark/core/report';
import { formatCount } from '@earmark/core/text';
import { byVocabulary } from './by-vocabulary.ts';
import { type Chart, chartSvg } from './chart.ts';
import { formatIndex, formatMagnitude, shortModelNames } from './format.ts';
import { html, type Html } from './html.ts';
import { table } from './table.ts';
import { listedTags, raterColumns, tagNameColumns } from './tag-columns.ts';

/** Distribution of the scores of each model, and their mean for each tag. */
export function scoresSection(report: RunReport): Html {
  return html`<section aria-labelledby="scores">
    <h2 id="scores">Scores</h2>
    ${byVocabulary(report, (vocabulary) => distributions(vocabulary, report.options.topK))}
  </section>`;
}

function distributions(vocabulary: VocabularyReport, topK: number): Html {
  const { raters } = vocabulary;
  const names = shortModelNames(raters.map(({ rater }) => rater));
  const most = Math.max(...raters.flatMap(({ histogram }) => histogram.all));
  const columns = [
    ...tagNameColumns(vocabulary),
    ...raterColumns(vocabulary, { value: ({ meanScore }) => meanScore, format: formatIndex }),
  ];
  return html`<figure>
      <div class="multiples">
        ${raters.map(({ histogram }, i) =>
          chartSvg(scoreHistogram(names[i] ?? '', histogram, most)),
        )}
      </div>
      <figcaption>
        Number of scores in bins of 0.05, on a logarithmic scale:
        <span class="key all"></span> all tags of all tracks, <span class="key top"></span> the
        selected tags only (the best ${topK} of each track).
      </figcaption>
    </figure>
    ${table('Mean score of each tag over all scored tracks', columns, listedTags(vocabulary))}`;
}

const SIZE = { width: 300, height: 168 };
const GRID = { left: 38, top: 30, right: 8, bottom: 24 };

/** The power of ten at the base of the bars, labelled 0, so that a count of 1 still has a bar. */
const FLOOR = -1;

/** Counts of scores by bin on a logarithmic scale that reaches up to `most`, so that models can be compared. */
export function scoreHistogram(
  name: string,
  { all, topK }: RaterReport['histogram'],
  most: number,
): Chart {
  const axisLabel = { color: 'var(--muted)', fontSize: 11 };
  const nScores = all.reduce((sum, count) => sum + count, 0);
  return {
    ...SIZE,
    label: `Distribution of ${formatCount(nScores)} scores of ${name}.`,
    option: {
      title: {
        ...{ text: name, left: 0, top: 4, padding: 0 },
        textStyle: { color: 'var(--ink)', fontSize: 12, fontWeight: 600 },
      },
      grid: GRID,
      xAxis: {
        ...{ type: 'value', min: 0, max: 1, interval: 0.25, axisLabel },
        axisLine: { lineStyle: { color: 'var(--muted)' }, onZero: false },
        ...{ axisTick: { show: false }, splitLine: { show: false } },
      },
      yAxis: {
        ...{
          type: 'value',
          min: FLOOR,
          max: Math.ceil(Math.log10(Math.max(most, 10))),
          interval: 1,
        },
        axisLabel: {
          ...axisLabel,
          formatter: (power: number) => (power === FLOOR ? '0' : formatMagnitude(power)),
        },
        splitLine: { lineStyle: { color: 'var(--rule)' } },
      },
      series: [bars(all, 'var(--bar-weak)'), bars(topK, 'var(--bar)')],
    },
  };
}

function bars(counts: readonly number[], fill: string) {
  const data = counts.map((count, bin) => [bin / counts.length, (bin + 1) / counts.length, count]);
  return { type: 'custom', silent: true, renderItem: renderBar(fill), data };
}

function renderBar(fill: string): CustomSeriesRenderItem {
  return (_, api) => {
    const count = Number(api.value(2));
    if (count === 0) return null;
    const [left = 0, top = 0] = api.coord([api.value(0), Math.log10(count)]);
    const [right = 0, bottom = 0] = api.coord([api.value(1), FLOOR]);
    const shape = { x: left + 0.5, y: top, width: right - left - 1, height: bottom - top };
    return { type: 'rect', shape, style: { fill } };
  };
}
