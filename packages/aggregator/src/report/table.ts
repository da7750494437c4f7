import { html, type Html } from './html.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Html | string;
  /** Numbers stand right, one below the other. */
  readonly numeric?: boolean;
}

/** A table with a caption; its first column names the rows. Wide ones scroll inside the page. */
export function table<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
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

function cell<Row>({ cell, numeric }: Column<Row>, row: Row, index: number): Html {
  if (index === 0) return html`<th scope="row">${cell(row)}</th>`;
  return html`<td${align(numeric)}>${cell(row)}</td>`;
}

function align(numeric: boolean | undefined): Html {
  return numeric === true ? html` class="number"` : html``;
}
