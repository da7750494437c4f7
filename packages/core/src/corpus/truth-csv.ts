import { type Truth, truthOfTracks } from '../evaluation/truth.ts';
import { EarmarkError } from '../failure/earmark-error.ts';
import { delimitedRows, type TextRow } from '../text/delimited-rows.ts';
import { textOfSpreadsheet } from '../text/spreadsheet-text.ts';

const FILE_COLUMNS = ['file', 'path'];

/** Between the tags of a track in one cell. */
const TAG_SEPARATOR = ';';

/** Whether a text begins with the header of a table of files: its first column is `file` or `path`. */
export function isFileTable(text: string): boolean {
  const [header] = delimitedRows(firstLine(text), separatorOf(text));
  return FILE_COLUMNS.includes(header?.cells[0]?.toLowerCase() ?? '');
}

/**
 * Truth from a table of files, separated by commas or tabs, in one of two forms:
 *
 * - `file,tags`: the tags of the track in one cell, separated by `;`;
 * - `file,<tag>,<tag>,…`: a column per tag, 1 where the track has it, else 0.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line
 */
export function parseTruthCsv(text: string, name: string): Truth {
  const [header, ...rows] = delimitedRows(text, separatorOf(text));
  const [, ...columns] = header?.cells ?? [];
  if (rows.length === 0 || columns.length === 0) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} has no rows of tracks. It needs the columns file and tags, or file and one per tag, and rows.`,
    );
  }
  const wrong = rows.find(({ cells }) => cells.length !== columns.length + 1 || cells[0] === '');
  if (wrong)
    throw rowError(name, wrong, `does not have the ${columns.length + 1} columns of the header`);
  if (columns.length === 1 && columns[0]?.toLowerCase() === 'tags') return truthOfLists(rows);
  return truthOfColumns(columns, rows, name);
}

function truthOfLists(rows: readonly TextRow[]): Truth {
  return truthOfTracks(
    rows.map(({ cells: [path = '', tags = ''] }) => ({
      path: textOfSpreadsheet(path),
      tags: tags
        .split(TAG_SEPARATOR)
        .map((tag) => tag.trim())
        .filter(Boolean),
    })),
  );
}

function truthOfColumns(tags: readonly string[], rows: readonly TextRow[], name: string): Truth {
  const labels = new Uint8Array(rows.length * tags.length);
  for (const [i, row] of rows.entries()) {
    const [, ...cells] = row.cells;
    const wrong = cells.find((cell) => cell !== '0' && cell !== '1');
    if (wrong !== undefined) {
      throw rowError(name, row, `has "${wrong}" in the column of a tag, which must be 1 or 0`);
    }
    labels.set(cells.map(Number), i * tags.length);
  }
  const files = rows.map(({ cells: [file = ''] }) => textOfSpreadsheet(file));
  return { nTracks: rows.length, files, tags: tags.map(textOfSpreadsheet), labels };
}

function rowError(name: string, { line }: TextRow, problem: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', `${name}: line ${line} ${problem}.`);
}

function separatorOf(text: string): ',' | '\t' {
  return firstLine(text).includes('\t') ? '\t' : ',';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
