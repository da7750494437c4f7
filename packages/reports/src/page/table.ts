import { html, type Html } from './html.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Html | string;
  /** Numbers stand right, one below the other. */
  readonly numeric?: boolean;
  /** The number behind a numeric cell, which shows it rounded. With one in every numeric column a table can be sorted. */
  readonly value?: (row: Row) => number | null;
  /** Length of the bar behind the number, from 0 to 1. */
  readonly bar?: (row: Row) => number;
}

/**
 * A table with a caption; its first column names the rows and stays when a wide table scrolls inside the page. One
 * with values is sortable where scripts run, and complete where they do not.
 */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Html {
  const isSortable = columns.some(({ value }) => value !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table ${isSortable ? html`data-sortable` : null}>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ title, numeric }) => html`<th scope="col" ${align(numeric)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column, i) => cell(column, row, i))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell<Row>(column: Column<Row>, row: Row, index: number): Html {
  const content = column.cell(row);
  if (index === 0) return html`<th scope="row">${content}</th>`;
  return html`<td${align(column.numeric)}${value(column, row)}${bar(column, row)}>${content}</td>`;
}

function align(numeric: boolean | undefined): Html {
  return numeric === true ? html` class="number"` : html``;
}

function value<Row>({ value }: Column<Row>, row: Row): Html {
  return value === undefined ? html`` : html` data-value="${value(row) ?? ''}"`;
}

function bar<Row>({ bar }: Column<Row>, row: Row): Html {
  return bar === undefined ? html`` : html` style="--length:${(bar(row) * 100).toFixed(1)}%"`;
}
