import { EarmarkError } from '../failure/earmark-error.ts';
import { compareCodePoints } from '../text/code-point-order.ts';
import { delimitedRows } from '../text/delimited-rows.ts';
import type { DatasetTrack, MetadataTable, TagIndex } from './metadata-table.ts';
import { tsvRow } from './tsv.ts';

/** How many distinct artists, distinct albums and tracks have a tag. */
export interface TagStatistics {
  /** Without its category. */
  readonly tag: string;
  readonly nArtists: number;
  readonly nAlbums: number;
  readonly nTracks: number;
}

export interface CategoryStatistics {
  readonly category: string;
  /** By artists, albums and tracks, most first, then by name. */
  readonly tags: readonly TagStatistics[];
  /** Of the tracks that have any of its tags. */
  readonly nArtists: number;
  readonly nAlbums: number;
  readonly nTracks: number;
}

type Tracks = MetadataTable['tracks'];

/** Statistics of every category of a table, in order of first appearance. */
export function categoryStatistics({ tracks, tags }: MetadataTable): readonly CategoryStatistics[] {
  const byId = tracksById(tracks);
  return Array.from(tags, ([category, names]) => ({
    category,
    tags: sortedStatistics(names, byId),
    ...countTracks(new Set(Array.from(names.values(), (ids) => [...ids]).flat()), byId),
  }));
}

/**
 * The N tags with most tracks over all categories. A name that is in two categories counts with the tracks of the later
 * one; among equals, those with more artists, then with more albums, then the first by name.
 */
export function topTags({ tracks, tags }: MetadataTable, n: number): readonly TagStatistics[] {
  const merged = new Map([...tags.values()].flatMap((names) => [...names]));
  const statistics = sortedStatistics(merged, tracksById(tracks));
  return byTracks(statistics).slice(0, n);
}

/** Most tracks first; the order among equals stays. */
export function byTracks(statistics: readonly TagStatistics[]): readonly TagStatistics[] {
  return statistics.toSorted((a, b) => b.nTracks - a.nTracks);
}

function tracksById(tracks: Tracks): ReadonlyMap<number, DatasetTrack> {
  return new Map(tracks.map((track) => [track.trackId, track]));
}

function sortedStatistics(
  names: TagIndex extends ReadonlyMap<string, infer Names> ? Names : never,
  byId: ReadonlyMap<number, DatasetTrack>,
): TagStatistics[] {
  const statistics = Array.from(names, ([tag, trackIds]) => ({
    tag,
    ...countTracks(trackIds, byId),
  }));
  return statistics.sort(
    (a, b) =>
      b.nArtists - a.nArtists ||
      b.nAlbums - a.nAlbums ||
      b.nTracks - a.nTracks ||
      compareCodePoints(a.tag, b.tag),
  );
}

function countTracks(trackIds: ReadonlySet<number>, byId: ReadonlyMap<number, DatasetTrack>) {
  const artists = new Set<number | undefined>();
  const albums = new Set<number | undefined>();
  for (const id of trackIds) {
    const track = byId.get(id);
    artists.add(track?.artistId);
    albums.add(track?.albumId);
  }
  return { nArtists: artists.size, nAlbums: albums.size, nTracks: trackIds.size };
}

const HEADER = ['tag', 'artists', 'albums', 'tracks'];

/** The text of a file of statistics, byte for byte as the published ones: LF. */
export function statisticsText(statistics: readonly TagStatistics[]): string {
  const rows = statistics.map(({ tag, ...counts }) => [
    tag,
    ...[counts.nArtists, counts.nAlbums, counts.nTracks].map(String),
  ]);
  return [HEADER, ...rows].map((cells) => tsvRow(cells, '\n')).join('');
}

/** The name of the file for a category: `mood_theme.tsv`. */
export function statisticsFileName(category: string): string {
  return `${category.replaceAll('/', '_')}.tsv`;
}

/**
 * The statistics in such a file.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line
 */
export function parseStatistics(text: string, name: string): readonly TagStatistics[] {
  const [header, ...rows] = delimitedRows(text, '\t');
  if (header?.cells.join() !== HEADER.join()) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name}: line 1 is not the header of statistics: tag, artists, albums and tracks, separated by tabs. "earmark dataset stats" writes such files.`,
    );
  }
  return rows.map(({ line, cells }) => {
    const [tag = '', ...counts] = cells;
    if (counts.length === 3 && counts.every((count) => /^\d+$/.test(count))) {
      const [nArtists = 0, nAlbums = 0, nTracks = 0] = counts.map(Number);
      return { tag, nArtists, nAlbums, nTracks };
    }
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name}: line ${line} is not a tag and its numbers of artists, albums and tracks.`,
    );
  });
}

/** Mean and median of the durations of some tracks, in seconds. */
export function durationStatistics(tracks: Tracks): { mean: number; median: number } {
  const sorted = Float64Array.from(tracks, ({ durationSeconds }) => durationSeconds).sort();
  const middle = Math.floor(sorted.length / 2);
  return {
    mean: sorted.reduce((sum, seconds) => sum + seconds, 0) / sorted.length,
    median: sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
  };
}
