import { expect, test } from 'vitest';
import { parseMetadataTable, tagsOf } from './metadata-table.ts';
import { tableText } from './table-text.ts';

const HEADER = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';

function parse(...rows: string[]) {
  return parseMetadataTable([HEADER, ...rows].map((row) => `${row}\r\n`).join(''), 'a.tsv');
}

const written = (...rows: string[]) => [...tableText(parse(...rows))].slice(1).join('');

test('tags are indexed by category and name, in order of appearance', () => {
  const { tags, tracks } = parse(
    'track_2\tartist_1\talbum_1\t02/2.mp3\t30\tmood/theme---sad\tgenre---pop,rock',
    'track_1\tartist_1\talbum_2\t01/1.mp3\t30\tgenre---pop\tgenre---pop',
  );
  expect(tagsOf(tags)).toEqual(['mood/theme---sad', 'genre---pop,rock', 'genre---pop']);
  expect(tags.get('genre')?.get('pop')).toEqual(new Set([1]));
  // A name with commas is one in the index, and several of the track.
  expect(tracks.map((track) => track.tags)).toEqual([
    ['mood/theme---sad', 'genre---pop', 'genre---rock'],
    ['genre---pop'],
  ]);
});

test('a row that is replaced by a later one still counts its artist, its album and its tags', () => {
  const table = parse(
    'track_1\tartist_1\talbum_1\t01/1.mp3\t30\tgenre---rock',
    'track_2\tartist_2\talbum_2\t02/2.mp3\t40\tgenre---jazz',
    'track_1\tartist_3\talbum_3\t01/1b.mp3\t50\tgenre---pop',
  );
  expect(table.tracks.map(({ trackId, artistId }) => [trackId, artistId])).toEqual([
    [1, 3],
    [2, 2],
  ]);
  expect([table.nArtists, table.nAlbums]).toEqual([3, 3]);
  expect(table.tags.get('genre')?.get('rock')).toEqual(new Set([1]));
});

test('ids are padded to the longest of the table that was read, and durations are as Python prints them', () => {
  expect(
    written(
      'track_0000007\tartist_5\talbum_1234\t07/7.mp3\t30\tinstrument---piano\tgenre---rock',
      'track_00123\tartist_0012\talbum_1\t23/123.mp3\t1e3',
    ),
  ).toBe(
    'track_007\tartist_05\talbum_1234\t07/7.mp3\t30.0\tgenre---rock\tinstrument---piano\r\n' +
      'track_123\tartist_12\talbum_0001\t23/123.mp3\t1000.0\r\n',
  );
});

test('tags of unknown categories are not written, and cells are quoted only where they must be', () => {
  expect(
    written('track_1\tartist_1\talbum_1\t"a\t""b"".mp3"\t0.5\tgenre_x---pop\tgenre---r,b'),
  ).toBe('track_1\tartist_1\talbum_1\t"a\t""b"".mp3"\t0.5\tgenre---b\tgenre---r\r\n');
});

test('a table without its header is refused, which would lose its first track', () => {
  const row = 'track_1\tartist_1\talbum_1\t01/1.mp3\t30\n';
  expect(() => parseMetadataTable(row + row, 'a.tsv')).toThrow('a.tsv: line 1 is not the header');
});

test('a wrong row is refused with its line', () => {
  expect(() => parse('track_1\tartist_1\talbum_1\t01/1.mp3\t30\tgenre')).toThrow('a.tsv: line 2');
});
