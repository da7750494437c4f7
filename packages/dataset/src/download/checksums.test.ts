import { expect, test } from 'vitest';
import { checksumsText, parseChecksums } from './checksums.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

test('a list keeps its order', () => {
  const text = `${B} 60/1.mp3\n${A} 14/2.mp3\n`;
  const sums = parseChecksums(text, 'sums.txt');
  expect([...sums]).toEqual([
    ['60/1.mp3', B],
    ['14/2.mp3', A],
  ]);
  expect(checksumsText(sums)).toBe(text);
});

test.each([
  { what: 'as sha256sum writes it', text: `${A}  00/1.mp3\n${B} *00/2.mp3` },
  {
    what: 'with CRLF and capital digits',
    text: `${A.toUpperCase()} 00/1.mp3\r\n${B} 00/2.mp3\r\n`,
  },
])('a list $what is read', ({ text }) => {
  expect([...parseChecksums(text, 'sums.txt').values()]).toEqual([A, B]);
});

test.each([
  { what: 'no sum', text: `${A} a\nb\n`, says: 'sums.txt: line 2 is not a SHA-256 sum' },
  { what: 'a short sum', text: 'abc 00/1.mp3\n', says: 'line 1' },
  { what: 'a path twice', text: `${A} a\n${B} a\n`, says: 'line 2 lists "a" a second time' },
  { what: 'nothing', text: '\n', says: 'lists no checksum' },
])('a list with $what is refused', ({ text, says }) => {
  expect(() => parseChecksums(text, 'sums.txt')).toThrow(says);
});
