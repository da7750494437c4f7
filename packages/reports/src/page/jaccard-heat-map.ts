import type { CustomSeriesRenderItem } from 'echarts';
import type { Agreement, Pair } from '@earmark/core/report';
import type { Chart } from './chart.ts';
import { shortModelNames } from './format.ts';

const CELL = { width: 60, height: 42, gap: 2 };
const LABELS = { height: 40, characterWidth: 7.5, margin: 14 };

/** Where text changes colour: on either side of it, in both colour schemes, contrast is 4.5 or more. */
const STRONG = 0.6;

/** Jaccard index of all pairs of raters, a number in every cell: measured below the diagonal, by chance above it. */
export function jaccardHeatMap(
  raters: readonly Pair['a'][],
  { pairs, withEnsemble }: Agreement,
): Chart {
  const names = shortModelNames(raters).map((name) => name.replace('/', '/\n'));
  const left = labelWidth(names);
  const cells = [...pairs, ...withEnsemble].flatMap(({ a, b, mean, chance }) => [
    [raters.indexOf(a), raters.indexOf(b), mean],
    [raters.indexOf(b), raters.indexOf(a), chance],
  ]);
  const axis = { type: 'category', axisLine: { show: false }, axisTick: { show: false } };
  const axisLabel = { interval: 0, color: 'var(--ink)', fontSize: 12 };
  return {
    width: left + names.length * CELL.width,
    height: LABELS.height + names.length * CELL.height,
    label: `Mean Jaccard index of the top tags of ${raters.length} models and ensemble, pair by pair.`,
    option: {
      grid: { left, top: LABELS.height, right: 0, bottom: 0 },
      xAxis: { ...axis, axisLabel, data: names, position: 'top' },
      yAxis: { ...axis, axisLabel, data: names, inverse: true },
      series: [{ type: 'custom', silent: true, renderItem: renderCell, data: cells }],
    },
  };
}

function labelWidth(names: readonly string[]): number {
  const lines = names.flatMap((name) => name.split('\n'));
  const longest = Math.max(...lines.map(({ length }) => length));
  return Math.round(longest * LABELS.characterWidth) + LABELS.margin;
}

const renderCell: CustomSeriesRenderItem = (_, api) => {
  const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
  const mean = Number(api.value(2));
  const width = CELL.width - CELL.gap;
  const height = CELL.height - CELL.gap;
  return {
    type: 'rect',
    shape: { x: x - width / 2, y: y - height / 2, width, height },
    style: { fill: heatColor(mean) },
    textConfig: { position: 'inside' },
    textContent: {
      type: 'text',
      style: {
        text: Number.isNaN(mean) ? '–' : mean.toFixed(2),
        fill: mean >= STRONG ? 'var(--ink-on-strong)' : 'var(--ink-on-weak)',
        fontSize: 13,
      },
    },
  };
};

/** Linear from 0 to 1, so that the same colour is the same agreement in every report. */
function heatColor(mean: number): string {
  if (Number.isNaN(mean)) return 'var(--heat-none)';
  return `color-mix(in oklab, var(--heat-strong) ${(mean * 100).toFixed(1)}%, var(--heat-weak))`;
}
