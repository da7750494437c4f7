import type { DashboardFile, PanelJson } from '../dashboard-queries.ts';
import { drawBars, drawGraph, drawNumbers } from './draw-chart.ts';
import { drawTable } from './draw-table.ts';
import type { Box, PanelAnswer } from './panel-answer.ts';
import { svgText } from './svg-text.ts';

const DRAW: Readonly<Record<string, (panel: PanelJson, answer: PanelAnswer, box: Box) => string>> =
  {
    timeseries: drawGraph,
    stat: drawNumbers,
    bargauge: drawBars,
    barchart: drawBars,
    table: drawTable,
  };

/** Pixels of a unit of the grid of Grafana. */
const GRID = { x: 44, y: 26 };
const N_COLUMNS = 24;
const MARGIN = 4;
const TITLE = 24;

/** A dashboard as SVG: its panels where Grafana places them, with these answers. */
export function drawDashboard(
  { panels }: DashboardFile,
  answerOf: (panel: PanelJson) => PanelAnswer,
): string {
  const width = N_COLUMNS * GRID.x;
  const height = GRID.y * Math.max(...panels.map(({ gridPos: { y, h } }) => y + h));
  const drawn = panels.map((panel) =>
    panel.type === 'row' ? rowTitle(panel) : framed(panel, answerOf(panel)),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" font-family="sans-serif">
<rect width="100%" height="100%" fill="#f4f5f5"/>
${drawn.join('\n')}
</svg>
`;
}

function rowTitle({ title, gridPos }: PanelJson): string {
  return svgText(title, 8, (gridPos.y + 1) * GRID.y - 7, { size: 14, weight: 'bold' });
}

function framed(panel: PanelJson, answer: PanelAnswer): string {
  const { x, y, w, h } = panel.gridPos;
  const frame = {
    ...{ x: x * GRID.x + MARGIN, y: y * GRID.y + MARGIN },
    ...{ width: w * GRID.x - 2 * MARGIN, height: h * GRID.y - 2 * MARGIN },
  };
  const inside = {
    ...{ x: frame.x + 8, y: frame.y + TITLE },
    ...{ width: frame.width - 16, height: frame.height - TITLE - 4 },
  };
  const isEmpty = answer.lines.length + answer.rows.length === 0;
  const text = panel.fieldConfig?.defaults.noValue ?? 'No data';
  const middle = { x: inside.x + inside.width / 2, y: inside.y + inside.height / 2 };
  return [
    `<rect x="${String(frame.x)}" y="${String(frame.y)}" width="${String(frame.width)}" height="${String(frame.height)}" rx="3" fill="#fff" stroke="#d8dadf"/>`,
    svgText(panel.title, frame.x + 8, frame.y + 16, { size: 12, weight: 'bold' }),
    isEmpty
      ? svgText(text, middle.x, middle.y, { size: 12, anchor: 'middle', fill: '#57606a' })
      : DRAW[panel.type]!(panel, answer, inside),
  ].join('');
}
