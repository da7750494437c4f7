/** What a spreadsheet takes for the beginning of a formula, also behind apostrophes that were put before it earlier. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * A text as the cell of a table that people may open in a spreadsheet: with an apostrophe before it where it would be
 * run as a formula, such as the name of a file `=HYPERLINK(...).mp3`; any other text as it is.
 */
export function spreadsheetText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text of which `spreadsheetText` made the cell. */
export function textOfSpreadsheet(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
