import { expect, test } from 'vitest';
import { decodeText } from './text-file.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  { input: '', text: '' },
  { input: 'a\n', text: 'a\n' },
  { input: '\xef\xbb\xbffile,tags\n', text: 'file,tags\n' },
  { input: '\xef\xbb\xbf\xc3\xa9', text: 'é' },
])('$input is the text $text', ({ input, text }) => {
  expect(decodeText(bytes(input), 'truth.csv')).toBe(text);
});

test.each([
  { what: 'UTF-16 of Windows', input: '\xff\xfea\0', says: /^truth\.csv is UTF-16 text\. Save it/ },
  { what: 'big-endian UTF-16', input: '\xfe\xff\0a', says: /^truth\.csv is UTF-16 text\. Save it/ },
  { what: 'a zero byte', input: 'a\0', says: /^truth\.csv is not a text file/ },
])('$what is refused in words', ({ input, says }) => {
  expect(() => decodeText(bytes(input), 'truth.csv')).toThrow(says);
});
