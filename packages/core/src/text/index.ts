export { compareCodePoints } from './code-point-order.ts';
export { float32Text } from './float32-text.ts';
export { formatBytes, formatCount, formatCounted } from './format.ts';
export { spreadsheetText, textOfSpreadsheet } from './spreadsheet-text.ts';
export { assertText, decodeText } from './text-file.ts';
export { pythonFloat, pythonNotation, sixDecimals } from './python-numbers.ts';
