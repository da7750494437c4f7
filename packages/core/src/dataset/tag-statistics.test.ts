import { expect, test } from 'vitest';
import { parseMetadataTable } from './metadata-table.ts';
import {
  byTracks,
  categoryStatistics,
  durationStatistics,
  parseStatistics,
  statisticsFileName,
  statisticsText,
  topTags,
} from './tag-statistics.ts';

/** Rows of artist, album and tags. */
function tableOf(...rows: [artist: number, album: number, ...tags: string[]][]) {
  const lines = rows.map(
    ([artist, album, ...tags], i) =>
      `track_${i}\tartist_${artist}\talbum_${album}\t${i}.mp3\t${10 * (i + 1)}\t${tags.join('\t')}`,
  );
  return parseMetadataTable(['TRACK_ID\t', ...lines].join('\n'), 'a.tsv');
}

const table = tableOf(
  [1, 1, 'genre---rock', 'mood/theme---sad'],
  [1, 2, 'genre---rock', 'genre---jazz'],
  [2, 3, 'genre---jazz', 'genre---blues'],
  [2, 3, 'genre---jazz', 'genre---ska'],
);

test('tags are ordered by artists, albums, tracks and name', () => {
  const [genre, mood] = categoryStatistics(table);
  expect(genre).toEqual({
    category: 'genre',
    tags: [
      { tag: 'jazz', nArtists: 2, nAlbums: 2, nTracks: 3 },
      { tag: 'rock', nArtists: 1, nAlbums: 2, nTracks: 2 },
      { tag: 'blues', nArtists: 1, nAlbums: 1, nTracks: 1 },
      { tag: 'ska', nArtists: 1, nAlbums: 1, nTracks: 1 },
    ],
    ...{ nArtists: 2, nAlbums: 3, nTracks: 4 },
  });
  expect(mood).toMatchObject({ category: 'mood/theme', nArtists: 1, nAlbums: 1, nTracks: 1 });
});

test('a name in two categories counts among the top tags with the tracks of the later one', () => {
  const both = tableOf(
    [1, 1, 'genre---dark', 'genre---pop'],
    [2, 2, 'genre---dark'],
    [3, 3, 'mood/theme---dark'],
    [4, 4, 'genre---pop'],
  );
  expect(topTags(both, 5).map(({ tag, nTracks }) => [tag, nTracks])).toEqual([
    ['pop', 2],
    ['dark', 1],
  ]);
});

test('by tracks, equal tags keep their order', () => {
  const tags = [...topTags(table, 9)].reverse();
  expect(byTracks(tags).map(({ tag }) => tag)).toEqual(['jazz', 'rock', 'ska', 'sad', 'blues']);
});

test('the median of an even number of tracks is the mean of the two in the middle', () => {
  expect(durationStatistics(table.tracks)).toEqual({ mean: 25, median: 25 });
  expect(durationStatistics(table.tracks.slice(0, 3))).toEqual({ mean: 20, median: 20 });
});

test('a file of statistics is read as it was written', () => {
  const { tags } = categoryStatistics(table)[0]!;
  const text = statisticsText(tags);
  expect(text).toMatch(/^tag\tartists\talbums\ttracks\njazz\t2\t2\t3\n/);
  expect(parseStatistics(text, 'genre.tsv')).toEqual(tags);
  expect(statisticsFileName('mood/theme')).toBe('mood_theme.tsv');
});

test.each([
  { text: '', problem: 'genre.tsv: line 1 is not the header of statistics' },
  { text: 'tag\tartists\talbums\ttracks\njazz\t1\t2\n', problem: 'genre.tsv: line 2' },
  { text: 'tag\tartists\talbums\ttracks\njazz\t1\t2\tx\n', problem: 'genre.tsv: line 2' },
])('$text is refused: $problem', ({ text, problem }) => {
  expect(() => parseStatistics(text, 'genre.tsv')).toThrow(problem);
});
