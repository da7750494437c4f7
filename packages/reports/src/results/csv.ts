/** Begins a file that people open in Excel, which shows other characters than Chinese without it. */
export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A line of a CSV file, cells quoted where necessary. Names of files, tags and models go through `spreadsheetText`.
 *
 * @see RFC 4180, but lines end in a bare line feed, as Python and R write and read them
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\n`;
}

function toCell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
