import { expect, test } from 'vitest';
import { cleanTags, parseTagMap } from './clean-tags.ts';
import { filterSplit } from './filter-split.ts';
import {
  keepCategory,
  keepCounted,
  keepListed,
  keepLongTracks,
  keepNames,
  withArtists,
} from './filter-tags.ts';
import { type MetadataTable, parseMetadataTable, tagsOf } from './metadata-table.ts';
import { categoryStatistics, topTags } from './tag-statistics.ts';

/** Rows of artist and tags; track ids count down, and track N lasts N seconds. */
function tableOf(...rows: [artist: number, ...tags: string[]][]) {
  const lines = rows.map(([artist, ...tags], i) => {
    const id = rows.length - i;
    return [`track_${id}`, `artist_${artist}`, 'album_1', `${id}.mp3`, String(id), ...tags].join(
      '\t',
    );
  });
  return parseMetadataTable(['TRACK_ID\t', ...lines].join('\n'), 'a.tsv');
}

/** What is left of a table, by track id. */
const rowsOf = ({ tracks }: MetadataTable) =>
  Object.fromEntries(tracks.map(({ trackId, tags }) => [trackId, tags]));

const table = tableOf(
  [1, 'genre---rock', 'mood/theme---dark'],
  [2, 'genre---dark'],
  [2, 'genre---rock', 'genre---ska'],
);

test('only listed tags stay, and the tracks that have one', () => {
  const kept = keepListed(table, ['genre---rock', 'genre---never']);
  expect(rowsOf(kept)).toEqual({ 3: ['genre---rock'], 1: ['genre---rock'] });
  expect(tagsOf(kept.tags)).toEqual(['genre---rock']);
});

test('a category keeps its tracks and its tags', () => {
  expect(rowsOf(keepCategory(table, 'mood/theme'))).toEqual({ 3: ['mood/theme---dark'] });
});

test('tags of few artists go, each category by itself', () => {
  const kept = keepCounted(table, withArtists(categoryStatistics(table), 2));
  expect(rowsOf(kept)).toEqual({ 3: ['genre---rock'], 1: ['genre---rock'] });
});

test('a name among the top ones stays in all categories', () => {
  const kept = keepNames(table, topTags(table, 2));
  expect(rowsOf(kept)).toEqual({
    3: ['genre---rock', 'mood/theme---dark'],
    2: ['genre---dark'],
    1: ['genre---rock'],
  });
});

test('a track of exactly the least duration stays, and tags of short ones go with them', () => {
  const kept = keepLongTracks(table, 2);
  expect(kept.tracks.map(({ trackId }) => trackId)).toEqual([3, 2]);
  expect(tagsOf(kept.tags)).not.toContain('genre---ska');
});

test('tags are replaced all at once, in their category', () => {
  const map = parseTagMap('{"genre": {"rock": "ska", "ska": "dub", "dark": "dark"}}', 'map.json');
  const cleaned = cleanTags(table, map);
  expect(rowsOf(cleaned)).toEqual({
    3: ['genre---ska', 'mood/theme---dark'],
    2: ['genre---dark'],
    1: ['genre---ska', 'genre---dub'],
  });
  expect(cleaned.tags.get('genre')?.get('ska')).toEqual(new Set([3, 1]));
});

test('a tag that has the name of a property of every object is replaced only if it is in the map', () => {
  const odd = tableOf([1, 'genre---constructor', 'genre---__proto__']);
  const map = parseTagMap('{"genre": {"rock": "pop"}}', 'map.json');
  expect(rowsOf(cleanTags(odd, map))).toEqual(rowsOf(odd));
});

test.each(['', '[]', '{"genre": ["rock"]}', '{"genre": {"rock": 1}}'])(
  'the map %s is refused',
  (text) => {
    expect(() => parseTagMap(text, 'map.json')).toThrow('map.json is not a map of tags');
  },
);

test('with a list and a category, a track with a tag of each stays, be it without a tag', () => {
  const both = filterSplit(table, {
    tags: ['genre---rock'],
    category: 'mood/theme',
    isSorted: false,
  });
  expect(rowsOf(both)).toEqual({ 3: [] });
});

test('rows keep their order unless they are to be sorted', () => {
  const ids = (isSorted: boolean) =>
    filterSplit(table, { tags: null, category: null, isSorted }).tracks.map(
      ({ trackId }) => trackId,
    );
  expect(ids(false)).toEqual([3, 2, 1]);
  expect(ids(true)).toEqual([1, 2, 3]);
});
