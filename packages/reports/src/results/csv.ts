/**
 * A line of a CSV file, cells quoted where necessary.
 *
 * @see RFC 4180, but lines end in a bare line feed, as Python and R write and read them
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\n`;
}

function toCell(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
