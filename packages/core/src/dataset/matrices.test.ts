import { expect, test } from 'vitest';
import { categoryLeaders, popularBaseline, randomBaseline } from './baselines.ts';
import { parseMetadataTable } from './metadata-table.ts';
import { tagMatrix } from './tag-matrix.ts';

function tableOf(...rows: string[][]) {
  const lines = rows.map((tags, i) =>
    [`track_${i}`, 'artist_1', 'album_1', `${i}.mp3`, '30', ...tags].join('\t'),
  );
  return parseMetadataTable(['TRACK_ID\t', ...lines].join('\n'), 'a.tsv');
}

const table = tableOf(
  ['genre---rock', 'mood/theme---sad'],
  ['genre---jazz', 'mood/theme---sad'],
  ['mood/theme---dark'],
  ['genre---jazz'],
);
const tags = ['mood/theme---dark', 'genre---jazz', 'genre---rock', 'mood/theme---sad'];
const names = { table: 'a.tsv', list: 'tags.txt' };

test('a matrix has a row per track and a column per tag of the list', () => {
  expect(tagMatrix(table, tags, names)).toEqual({
    nRows: 4,
    nColumns: 4,
    values: Uint8Array.of(0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0),
  });
});

test('a tag that is not listed is refused with the track that has it', () => {
  expect(() => tagMatrix(table, tags.slice(1), names)).toThrow(
    'tags.txt does not list mood/theme---dark, which 2.mp3 has in a.tsv',
  );
});

test('popular predicts the most frequent tag; of equal ones, that of the first category', () => {
  expect(categoryLeaders(table)).toEqual([
    { category: 'genre', tag: 'jazz', nTracks: 2 },
    { category: 'mood/theme', tag: 'sad', nTracks: 2 },
  ]);
  expect(popularBaseline(table, 2, { tags, names }).values).toEqual(
    Uint8Array.of(0, 1, 0, 0, 0, 1, 0, 0),
  );
});

test('random predicts the share of the tracks that have the tag', () => {
  expect(randomBaseline(table, 2, { tags, names }).values).toEqual(
    Float64Array.of(0.25, 0.5, 0.25, 0.5, 0.25, 0.5, 0.25, 0.5),
  );
});

test('a list that does not fit the table is refused', () => {
  expect(() => popularBaseline(table, 1, { tags: ['genre---rock'], names })).toThrow(
    'tags.txt does not list genre---jazz, which most tracks of a.tsv have',
  );
  expect(() => randomBaseline(table, 1, { tags: ['genre---ska'], names })).toThrow(
    'No track of a.tsv has the tag genre---ska',
  );
  expect(() => popularBaseline(tableOf([]), 1, { tags, names })).toThrow('has no tags');
});
