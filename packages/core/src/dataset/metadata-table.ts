import { isJamendoTable, jamendoRows, type JamendoTrack } from '../corpus/jamendo-table.ts';
import { CATEGORY_SEPARATOR } from '../corpus/tags.ts';
import { EarmarkError } from '../failure/earmark-error.ts';

/** A track of a metadata table. */
export interface DatasetTrack extends Omit<JamendoTrack, 'tags'> {
  /** Each once, as `category---name`; a cell with commas in its name is several tags. */
  readonly tags: readonly string[];
  /** The row as it is written. */
  readonly cells: readonly string[];
}

/** Ids of the tracks that have a tag, by category and by name, both in order of first appearance. */
export type TagIndex = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;

/** A metadata table of the MTG-Jamendo dataset. */
export interface MetadataTable {
  readonly header: readonly string[];
  readonly tracks: readonly DatasetTrack[];
  /**
   * Names are as in the cells, also with commas. A track stays under the tags of a row that a later row with the same
   * track id replaced.
   */
  readonly tags: TagIndex;
  /** Of all rows, the replaced ones included. */
  readonly nArtists: number;
  readonly nAlbums: number;
  /** Digits of the largest id of each kind: the width to which ids are padded when the table is written. */
  readonly idWidths: { readonly track: number; readonly artist: number; readonly album: number };
}

/**
 * The table in a text, with the tracks in order of the first row of each.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line, where it is not the header or not a row of a track
 */
export function parseMetadataTable(text: string, name: string): MetadataTable {
  if (!isJamendoTable(text)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name}: line 1 is not the header of a metadata table. It must begin with TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION and TAGS, separated by tabs.`,
    );
  }
  const tracks = new Map<number, DatasetTrack>();
  const tags = new Map<string, Map<string, Set<number>>>();
  const artists = new Set<number>();
  const albums = new Set<number>();
  let lastTrackId = 0;
  const read = tagReader();
  for (const { cells, track } of jamendoRows(text, name)) {
    const { trackId, artistId, albumId } = track;
    const seen = new Set<string>();
    for (const cell of track.tags) {
      const tag = read(cell);
      addTo(tags, tag, trackId);
      for (const single of tag.tags) seen.add(single);
    }
    tracks.set(trackId, { ...track, tags: [...seen], cells });
    artists.add(artistId);
    albums.add(albumId);
    lastTrackId = Math.max(lastTrackId, trackId);
  }
  return {
    header: firstLine(text).split('\t'),
    tracks: [...tracks.values()],
    tags,
    nArtists: artists.size,
    nAlbums: albums.size,
    idWidths: { track: digits(lastTrackId), artist: widest(artists), album: widest(albums) },
  };
}

/** The tags of the tracks themselves, as an index. */
export function indexTags(tracks: readonly DatasetTrack[]): TagIndex {
  const tags = new Map<string, Map<string, Set<number>>>();
  const read = tagReader();
  for (const track of tracks) {
    for (const tag of track.tags) addTo(tags, read(tag), track.trackId);
  }
  return tags;
}

/** Category and name of a tag. */
export function splitTag(tag: string): { readonly category: string; readonly name: string } {
  const [category = '', name = ''] = tag.split(CATEGORY_SEPARATOR);
  return { category, name };
}

export function joinTag(category: string, name: string): string {
  return category + CATEGORY_SEPARATOR + name;
}

/** All tags of an index in full, in its order. */
export function tagsOf(index: TagIndex): string[] {
  return [...index].flatMap(([category, names]) =>
    Array.from(names.keys(), (name) => joinTag(category, name)),
  );
}

interface CellTag {
  readonly category: string;
  readonly name: string;
  /** In full, one for each part of the name between commas. */
  readonly tags: readonly string[];
}

/** Takes each distinct cell apart once: a table has a few hundred of them in 230,000 cells. */
function tagReader(): (cell: string) => CellTag {
  const known = new Map<string, CellTag>();
  return (cell) => {
    const found = known.get(cell);
    if (found) return found;
    const { category, name } = splitTag(cell);
    const tag = { category, name, tags: name.split(',').map((each) => joinTag(category, each)) };
    known.set(cell, tag);
    return tag;
  };
}

function addTo(
  index: Map<string, Map<string, Set<number>>>,
  { category, name }: CellTag,
  trackId: number,
): void {
  const names = index.get(category) ?? new Map<string, Set<number>>();
  const trackIds = names.get(name) ?? new Set<number>();
  index.set(category, names.set(name, trackIds.add(trackId)));
}

function widest(ids: ReadonlySet<number>): number {
  let largest = 0;
  for (const id of ids) largest = Math.max(largest, id);
  return digits(largest);
}

function digits(id: number): number {
  return String(id).length;
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}
