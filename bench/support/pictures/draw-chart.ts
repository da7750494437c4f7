import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { PanelJson } from '../dashboard-queries.ts';
import type { Box, Line, PanelAnswer } from './panel-answer.ts';
import { svgText } from './svg-text.ts';
import { valueText } from './value-text.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

const SMALL = { fontSize: 9, color: '#57606a' };

const LEGEND_LINE = 18;
const LEGEND_GAP = 12;
/** More would leave no room for the lines. */
const MAX_NAMES = 6;

/** Lines over time, or areas where the panel stacks them. */
export function drawGraph(panel: PanelJson, { lines }: PanelAnswer, box: Box): string {
  const { unit = 'none', max, custom } = panel.fieldConfig?.defaults ?? {};
  const stacked = custom?.stacking?.mode === 'normal';
  const named = lines.slice(0, MAX_NAMES);
  return chart(box, {
    useUTC: true,
    grid: { left: 66, right: 10, top: 8, bottom: 22 + LEGEND_LINE * legendLines(named, box.width) },
    legend: {
      ...{ bottom: 0, left: 0, icon: 'rect', itemWidth: 8, itemHeight: 8, itemGap: LEGEND_GAP },
      textStyle: { ...SMALL, padding: [0, 0, 0, -3] },
      data: named.map(({ name }) => name),
    },
    xAxis: { type: 'time', axisLabel: { ...SMALL, hideOverlap: true }, splitNumber: 3 },
    yAxis: {
      ...{ type: 'value', min: 0, max, splitNumber: 4, ...(max === 1 && { interval: 0.25 }) },
      axisLabel: { ...SMALL, formatter: (value: number) => valueText(value, unit) },
    },
    series: (stacked ? aligned(lines) : lines).map(({ name, points }) => ({
      ...{ type: 'line', name, data: points, showSymbol: points.length === 1 },
      lineStyle: { width: 1.2 },
      ...(stacked && { stack: 'all', areaStyle: { opacity: 0.5 } }),
    })),
  });
}

/** Lines with a point at each time of any of them: where one has none, it adds nothing to a stack. */
function aligned(lines: readonly Line[]): readonly Line[] {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([time]) => time)))].sort(
    (a, b) => a - b,
  );
  return lines.map(({ name, points }) => {
    const values = new Map(points);
    return { name, points: times.map((time) => [time, values.get(time) ?? 0] as const) };
  });
}

/** Lines of the legend, where echarts breaks it. */
function legendLines(lines: readonly Line[], width: number): number {
  let n = 1;
  let used = 0;
  for (const { name } of lines) {
    const needed = 5.2 * name.length + 16 + LEGEND_GAP;
    if (used + needed > width) {
      n++;
      used = 0;
    }
    used += needed;
  }
  return n;
}

/** A bar for each row. */
export function drawBars(panel: PanelJson, { rows }: PanelAnswer, box: Box): string {
  const { unit = 'none', max } = panel.fieldConfig?.defaults ?? {};
  const bars = rows.map((row) => namedNumber(panel, row));
  const isHorizontal = panel.options?.orientation === 'horizontal';
  const names = {
    ...{ type: 'category', data: bars.map(({ name }) => name), inverse: isHorizontal },
    axisLabel: { ...SMALL, interval: isHorizontal ? 0 : 'auto', width: 110, overflow: 'truncate' },
  };
  const values = {
    ...{ type: 'value', min: 0, max, splitNumber: 3 },
    axisLabel: { ...SMALL, formatter: (value: number) => valueText(value, unit) },
  };
  return chart(box, {
    grid: { left: isHorizontal ? 120 : 46, right: 24, top: 8, bottom: 24 },
    ...(isHorizontal ? { xAxis: values, yAxis: names } : { xAxis: names, yAxis: values }),
    series: [{ type: 'bar', data: bars.map(({ value }) => value), barMaxWidth: 22 }],
  });
}

/** A large number for each row, with its name. */
export function drawNumbers(panel: PanelJson, { rows }: PanelAnswer, box: Box): string {
  const unit = panel.fieldConfig?.defaults.unit ?? 'none';
  const height = Math.min(box.height / rows.length, 60);
  return rows
    .map((row, i) => {
      const { name, value } = namedNumber(panel, row);
      const [middle, y] = [box.x + box.width / 2, box.y + i * height + height / 2];
      return (
        svgText(name, middle, y - 8, { size: 10, anchor: 'middle', fill: '#57606a' }) +
        svgText(valueText(value, unit), middle, y + 12, { size: 18, anchor: 'middle' })
      );
    })
    .join('');
}

/** What stands beside a bar or a number, and its value: the one text and the one number of a row. */
function namedNumber(panel: PanelJson, row: Readonly<Record<string, unknown>>) {
  const nameField = panel.options?.xField ?? 'name';
  const [, value] = Object.entries(row).find(([column]) => column !== nameField) ?? [];
  return { name: String(row[nameField]), value: Number(value) };
}

function chart({ x, y, width, height }: Box, option: EChartsCoreOption): string {
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  drawn.setOption({ animation: false, ...option });
  const svg = drawn.renderToSVGString();
  drawn.dispose();
  // Nothing is drawn outside the axes, and nothing moves: rules for hovering and clip paths are left out.
  return svg
    .replace(/<style[^>]*>.*?<\/style>/gs, '')
    .replace(/<defs ?>.*?<\/defs>/gs, '')
    .replace(/ (?:class|clip-path|pointer-events|ecmeta_\w+|xmlns:xlink|baseProfile)="[^"]*"/g, '')
    .replace('<svg ', `<svg x="${String(x)}" y="${String(y)}" `);
}
