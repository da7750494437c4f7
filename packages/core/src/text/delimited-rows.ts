/** One row of a table, with its line number for messages. */
export interface TextRow {
  /** From 1; where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a CSV or TSV text. Lines end in LF or CRLF; a cell that opens and closes with `"` is
 * unquoted and may hold separators, line ends and doubled quotes. An empty line is a row of one empty cell.
 *
 * @see RFC 4180, and Python's csv module, which agrees on all of this
 */
export function* delimitedRows(text: string, separator: ',' | '\t'): Generator<TextRow> {
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const plain = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    if (!plain.includes('"')) {
      yield { line, cells: plain.split(separator) };
      start = end + 1;
    } else {
      const { cells, next } = quotedRow(text, start, separator);
      yield { line, cells };
      line += countLineEnds(text.slice(start, next)) - 1;
      start = next;
    }
  }
}

const CELLS = {
  ',': /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/y,
  '\t': /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/y,
} as const;

function quotedRow(text: string, start: number, separator: ',' | '\t') {
  const cell = new RegExp(CELLS[separator]);
  cell.lastIndex = start;
  const cells: string[] = [];
  for (;;) {
    const [, quoted, plain = '', end] = cell.exec(text) ?? [];
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== separator) return { cells, next: Math.max(cell.lastIndex, start + 1) };
  }
}

function countLineEnds(text: string): number {
  return text.split('\n').length - 1 || 1;
}
