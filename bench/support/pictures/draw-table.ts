import type { PanelJson } from '../dashboard-queries.ts';
import type { Box, PanelAnswer, Row } from './panel-answer.ts';
import { svgText } from './svg-text.ts';
import { valueText } from './value-text.ts';

const LINE = 15;
const SIZE = 10;

/** A table, or a heat map where the panel makes a matrix of its rows. */
export function drawTable(panel: PanelJson, { rows }: PanelAnswer, box: Box): string {
  const matrix = panel.transformations?.find(({ id }) => id === 'groupingToMatrix');
  const shown = matrix ? toMatrix(rows, matrix.options as MatrixOptions) : rows;
  const columns = [...new Set(shown.flatMap((row) => Object.keys(row)))];
  const texts = shown.map((row) =>
    columns.map((name) => valueText(row[name], unitOf(panel, name))),
  );
  const widths = columnWidths([columns, ...texts], box.width);
  const lefts = widths.map((_, i) => box.x + widths.slice(0, i).reduce((a, b) => a + b, 0));
  const nLines = Math.floor(box.height / LINE) - 1;
  const cell = (text: string, column: number, line: number, weight?: 'bold') =>
    svgText(text, lefts[column]!, box.y + line * LINE + 11, {
      size: SIZE,
      width: widths[column]! - 4,
      ...(weight && { weight }),
    });
  const shade = (value: unknown, column: number, line: number) =>
    matrix && typeof value === 'number'
      ? `<rect x="${String(lefts[column]! - 3)}" y="${String(box.y + line * LINE)}" width="${String(widths[column])}" height="${String(LINE)}" fill="#8250df" fill-opacity="${(0.7 * value).toFixed(2)}"/>`
      : '';
  return [
    ...columns.map((name, i) => cell(name, i, 0, 'bold')),
    ...texts
      .slice(0, nLines)
      .flatMap((line, n) =>
        line.map((text, i) => shade(shown[n]![columns[i]!], i, n + 1) + cell(text, i, n + 1)),
      ),
  ].join('');
}

interface MatrixOptions {
  readonly rowField: string;
  readonly columnField: string;
  readonly valueField: string;
}

function toMatrix(rows: readonly Row[], options: MatrixOptions): readonly Row[] {
  const { rowField, columnField, valueField } = options;
  const names = [...new Set(rows.map((row) => row[rowField]))];
  return names.map((name) => {
    const cells = rows.filter((row) => row[rowField] === name);
    return {
      [rowField]: name,
      ...Object.fromEntries(cells.map((row) => [String(row[columnField]), row[valueField]])),
    };
  });
}

function unitOf({ fieldConfig }: PanelJson, column: string): string {
  const override = fieldConfig?.overrides.find(({ matcher }) => matcher.options === column);
  const own = override?.properties.find(({ id }) => id === 'unit')?.value;
  return typeof own === 'string' ? own : (fieldConfig?.defaults.unit ?? 'none');
}

/** Shares the width among the columns by their longest texts. */
function columnWidths(lines: readonly (readonly string[])[], width: number): readonly number[] {
  const longest = lines[0]!.map((_, i) =>
    Math.min(Math.max(...lines.map((line) => line[i]!.length)), 40),
  );
  const all = longest.reduce((sum, n) => sum + n + 2, 0);
  return longest.map((n) => (width * (n + 2)) / all);
}
