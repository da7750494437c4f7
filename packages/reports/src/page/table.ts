import { html, type Html } from './html.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Html | string;
  /** Aligned to the right. */
  readonly numeric?: boolean;
  /** The exact number of a cell, which shows it rounded. A table with these in every numeric column can be sorted. */
  readonly value?: (row: Row) => number | null;
  /** Length of the bar behind the number, from 0 to 1. */
  readonly bar?: (row: Row) => number;
}

/**
 * A table with a caption; its first column names the rows and stays in place when a wide table scrolls. A table with
 * values can be sorted where scripts run, and is complete where they do not.
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

/** Makes tables sortable: a click on a heading sorts by it, a second click reverses the order; empty cells stay last. */
export const SORT_SCRIPT = `
for (const table of document.querySelectorAll('table[data-sortable]')) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const isNumeric = heading.classList.contains('number');
    const keyOf = ({ cells }) => cells[column].dataset.value ?? cells[column].textContent.trim();
    const button = document.createElement('button');
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener('click', () => {
      const [first, second] = isNumeric ? ['descending', 'ascending'] : ['ascending', 'descending'];
      const order = heading.ariaSort === first ? second : first;
      const sign = order === 'ascending' ? 1 : -1;
      const compare = (a, b) =>
        (a === '') - (b === '') || sign * (isNumeric ? a - b : a.localeCompare(b));
      for (const other of headings) other.ariaSort = null;
      heading.ariaSort = order;
      const rows = [...table.tBodies[0].rows];
      table.tBodies[0].append(...rows.sort((a, b) => compare(keyOf(a), keyOf(b))));
    });
  });
}
`;
