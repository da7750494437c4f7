import { expect, test } from 'vitest';
import { isJamendoTable, parseJamendoTable } from './jamendo-table.ts';

const HEADER = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';
const ROW = 'track_0000214\tartist_000014\talbum_000031\t14/214.mp3\t124.6';

test('a row has ids, a path, seconds, and every further column is a tag', () => {
  const text = `${HEADER}\r\n${ROW}\tgenre---punkrock\tmood/theme---happy\r\n`;
  expect(isJamendoTable(text)).toBe(true);
  expect(parseJamendoTable(text, 'a.tsv')).toEqual([
    {
      trackId: 214,
      artistId: 14,
      albumId: 31,
      path: '14/214.mp3',
      durationSeconds: 124.6,
      tags: ['genre---punkrock', 'mood/theme---happy'],
    },
  ]);
});

test('a repeated track id replaces the row at the place of the first', () => {
  const again = ROW.replace('0000214', '214').replace('124.6', '1e2');
  const other = ROW.replace('0000214', '215');
  const tracks = parseJamendoTable([HEADER, ROW, other, again].join('\n'), 'a.tsv');
  expect(tracks.map(({ trackId, durationSeconds }) => [trackId, durationSeconds])).toEqual([
    [214, 100],
    [215, 124.6],
  ]);
});

test.each([
  { rows: [], problem: 'a.tsv lists no track' },
  { rows: [ROW, ''], problem: 'line 3 is empty' },
  { rows: ['track_1\tartist_1\talbum_1\t01/1.mp3'], problem: 'line 2 is not a row of' },
  { rows: [ROW.replace('track_', '')], problem: 'the id "0000214"' },
  { rows: [ROW, ROW.replace('124.6', 'nan')], problem: 'line 3 has the duration "nan"' },
  { rows: [ROW.replace('124.6', '')], problem: 'the duration ""' },
  { rows: [`${ROW}\tgenre-a`], problem: 'the tag "genre-a"' },
  { rows: [`${ROW}\tgenre---a---b`], problem: 'the tag "genre---a---b"' },
  { rows: [`${ROW}\tgenre---a\t`], problem: 'an empty tag' },
])('the rows $rows are refused: $problem', ({ rows, problem }) => {
  const text = [HEADER, ...rows].map((row) => `${row}\r\n`).join('');
  expect(() => parseJamendoTable(text, 'a.tsv')).toThrow(problem);
});
