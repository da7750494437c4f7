const TO_QUOTE = /["\t\r\n]/;

/** A row of a table with tabs; a cell that holds a tab, a quotation mark or a line end is quoted. */
export function tsvRow(cells: readonly string[], lineEnd: '\n' | '\r\n'): string {
  return cells.map(tsvCell).join('\t') + lineEnd;
}

function tsvCell(cell: string): string {
  return TO_QUOTE.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
