import { expect, test } from 'vitest';
import { delimitedRows } from './delimited-rows.ts';

test.each([
  { text: '', rows: [] },
  { text: 'a,b\n', rows: [['a', 'b']] },
  { text: 'a,b', rows: [['a', 'b']] },
  {
    text: 'a,b\r\nc,d\r\n',
    rows: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  },
  {
    text: 'a,\n,\n',
    rows: [
      ['a', ''],
      ['', ''],
    ],
  },
  { text: 'a\n\nb\n', rows: [['a'], [''], ['b']] },
  { text: '"a,b",c\n', rows: [['a,b', 'c']] },
  { text: '"say ""hi""",""\r\nx\r\n', rows: [['say "hi"', ''], ['x']] },
  {
    text: 'a 7" single.mp3,1\nb,0\n',
    rows: [
      ['a 7" single.mp3', '1'],
      ['b', '0'],
    ],
  },
  {
    text: '"never closed,1\nb,0\n',
    rows: [
      ['"never closed', '1'],
      ['b', '0'],
    ],
  },
  {
    text: '"two\nlines",1\nb,0\n',
    rows: [
      ['two\nlines', '1'],
      ['b', '0'],
    ],
  },
  { text: 'a,"b"', rows: [['a', 'b']] },
])('$text has the rows $rows', ({ text, rows }) => {
  expect(Array.from(delimitedRows(text, ','), ({ cells }) => cells)).toEqual(rows);
});

test('with tabs as separators, a comma is text', () => {
  const rows = [...delimitedRows('a,b\t"c\td"\r\n', '\t')];
  expect(rows).toEqual([{ line: 1, cells: ['a,b', 'c\td'] }]);
});

test('a row has the number of its first line, also after a row of several lines', () => {
  const lines = Array.from(delimitedRows('a\n"b\nb\nb",1\nc\n"d"\ne', ','), ({ line }) => line);
  expect(lines).toEqual([1, 2, 5, 6, 7]);
});
