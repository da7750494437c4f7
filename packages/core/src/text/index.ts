export { compareCodePoints } from './code-point-order.ts';
export { formatBytes, formatCount, formatCounted } from './format.ts';
export { spreadsheetText, textOfSpreadsheet } from './spreadsheet-text.ts';
export { assertText, decodeText } from './text-file.ts';
