import { expect, test } from 'vitest';
import { spreadsheetText, textOfSpreadsheet } from './spreadsheet-text.ts';

test.each([
  { text: '=HYPERLINK("http://x").mp3', cell: `'=HYPERLINK("http://x").mp3` },
  { text: '+1.mp3', cell: "'+1.mp3" },
  { text: '-1.mp3', cell: "'-1.mp3" },
  { text: '@import.mp3', cell: "'@import.mp3" },
  { text: '\t=1.mp3', cell: "'\t=1.mp3" },
  { text: '\r=1.mp3', cell: "'\r=1.mp3" },
  { text: "'=1.mp3", cell: "''=1.mp3" },
  { text: "''=1.mp3", cell: "'''=1.mp3" },
  { text: "'round midnight.mp3", cell: "'round midnight.mp3" },
  { text: '00/=1.mp3', cell: '00/=1.mp3' },
  { text: '夜曲.mp3', cell: '夜曲.mp3' },
  { text: '', cell: '' },
])('$text is the cell $cell, and that cell the text', ({ text, cell }) => {
  expect(spreadsheetText(text)).toBe(cell);
  expect(textOfSpreadsheet(cell)).toBe(text);
});
