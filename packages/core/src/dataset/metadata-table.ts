import { isJamendoTable, jamendoRows, type JamendoTrack } from '../corpus/jamendo-table.ts';
import { CATEGORY_SEPARATOR } from '../corpus/tags.ts';
import { EarmarkError } from '../failure/earmark-error.ts';

/** A track of a metadata table; its tags are each there once, and a cell with commas in its name is several tags. */
export type DatasetTrack = JamendoTrack;

/** Ids of the tracks that have a tag, by category and by name, both in order of first appearance. */
export type TagIndex = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;

/** A metadata table of the MTG-Jamendo dataset. */
export interface MetadataTable {
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
  assertHeader(text, name);
  const tracks = new Map<number, DatasetTrack>();
  const artists = new Set<number>();
  const albums = new Set<number>();
  const index = new CellIndex();
  let lastTrackId = 0;
  for (const { track } of jamendoRows(text, name)) {
    const { trackId, artistId, albumId } = track;
    tracks.set(trackId, { ...track, tags: index.add(track.tags, trackId) });
    artists.add(artistId);
    albums.add(albumId);
    lastTrackId = Math.max(lastTrackId, trackId);
  }
  return {
    tracks: [...tracks.values()],
    tags: index.toTagIndex(),
    nArtists: artists.size,
    nAlbums: albums.size,
    idWidths: { track: digits(lastTrackId), artist: widest(artists), album: widest(albums) },
  };
}

/** A table without its header would lose its first track. @throws USAGE_INVALID */
export function assertHeader(text: string, name: string): void {
  if (isJamendoTable(text)) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name}: line 1 is not the header of a metadata table. It must begin with TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION and TAGS, separated by tabs.`,
  );
}

/** The tags of the tracks themselves, as an index. */
export function indexTags(tracks: readonly DatasetTrack[]): TagIndex {
  const index = new CellIndex();
  for (const { tags, trackId } of tracks) index.add(tags, trackId);
  return index.toTagIndex();
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

/** What is known of a distinct cell: a table has a few hundred of them in 230,000 cells, so each is taken apart once. */
interface Cell {
  readonly category: string;
  readonly name: string;
  /** In full, one for each part of the name between commas. */
  readonly tags: readonly string[];
  readonly trackIds: Set<number>;
}

class CellIndex {
  readonly #cells = new Map<string, Cell>();

  /** Adds a track under the tags of its cells, and returns the single tags that these are. */
  add(cells: readonly string[], trackId: number): readonly string[] {
    const tags: string[] = [];
    for (const text of cells) {
      const cell = this.#cell(text);
      cell.trackIds.add(trackId);
      for (const tag of cell.tags) if (!tags.includes(tag)) tags.push(tag);
    }
    return tags;
  }

  #cell(text: string): Cell {
    const known = this.#cells.get(text);
    if (known) return known;
    const { category, name } = splitTag(text);
    const tags = name.split(',').map((each) => joinTag(category, each));
    const cell = { category, name, tags, trackIds: new Set<number>() };
    this.#cells.set(text, cell);
    return cell;
  }

  toTagIndex(): TagIndex {
    const index = new Map<string, Map<string, ReadonlySet<number>>>();
    for (const { category, name, trackIds } of this.#cells.values()) {
      const names = index.get(category) ?? new Map<string, ReadonlySet<number>>();
      index.set(category, names.set(name, trackIds));
    }
    return index;
  }
}

function widest(ids: ReadonlySet<number>): number {
  let largest = 0;
  for (const id of ids) largest = Math.max(largest, id);
  return digits(largest);
}

function digits(id: number): number {
  return String(id).length;
}
