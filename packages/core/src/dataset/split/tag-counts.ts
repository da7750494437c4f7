import { compareCodePoints } from '../../text/code-point-order.ts';
import { type Part, PARTS, type PerPart } from './parts.ts';
import type { SplitRow } from './split-rows.ts';

/** How many tracks of each artist have each tag: all that a trial has to know of a table. */
export interface TagCounts {
  /** Sorted by code point. */
  readonly tags: readonly string[];
  /** In order of first appearance. */
  readonly artistIds: readonly number[];
  /** Parallel arrays, an item per pair of an artist and a tag: places in the lists above, and the number of tracks. */
  readonly artists: Uint32Array;
  readonly tagPlaces: Uint32Array;
  readonly nTracks: Uint32Array;
}

/** Least numbers of artists and of tracks that a tag needs in each part. */
export interface Thresholds {
  readonly artists: PerPart;
  readonly tracks: PerPart;
}

export function countTags(rows: readonly SplitRow[]): TagCounts {
  const byArtist = new Map<number, Map<string, number>>();
  const found = new Set<string>();
  for (const { artistId, tags } of rows) {
    const counts = byArtist.get(artistId) ?? new Map<string, number>();
    byArtist.set(artistId, counts);
    for (const tag of tags) {
      found.add(tag);
      counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
  }
  const tags = [...found].sort(compareCodePoints);
  const places = new Map(tags.map((tag, place) => [tag, place]));
  const pairs = [...byArtist.values()].flatMap((counts, artist) =>
    Array.from(counts, ([tag, nTracks]) => ({ artist, tag: places.get(tag) ?? 0, nTracks })),
  );
  return {
    tags,
    artistIds: [...byArtist.keys()],
    artists: Uint32Array.from(pairs, ({ artist }) => artist),
    tagPlaces: Uint32Array.from(pairs, ({ tag }) => tag),
    nTracks: Uint32Array.from(pairs, ({ nTracks }) => nTracks),
  };
}

/**
 * The places of the tags that are discarded when the artists are in these parts: those with fewer artists or tracks
 * in any part than they need there, or with none at all.
 *
 * Plain loop over the pairs of artists and tags: 30,000 in the whole corpus, for each of 500 trials.
 *
 * @param partOfArtist in the order of `counts.artistIds`; undefined for one that is in no part
 */
export function discardedTags(
  { tags, artists, tagPlaces, nTracks }: TagCounts,
  partOfArtist: readonly (Part | undefined)[],
  thresholds: Thresholds,
): number[] {
  const parts = Uint8Array.from(partOfArtist, (part) => (part ? PARTS.indexOf(part) : NONE));
  const nArtistsIn = PARTS.map(() => new Uint32Array(tags.length));
  const nTracksIn = PARTS.map(() => new Uint32Array(tags.length));
  for (let pair = 0; pair < artists.length; pair++) {
    const part = parts[artists[pair]!]!;
    if (part === NONE) continue;
    const tag = tagPlaces[pair]!;
    nArtistsIn[part]![tag]! += 1;
    nTracksIn[part]![tag]! += nTracks[pair]!;
  }
  const isTooRare = (tag: number) =>
    PARTS.some(
      (part, i) =>
        nArtistsIn[i]![tag]! < Math.max(1, thresholds.artists[part]) ||
        nTracksIn[i]![tag]! < thresholds.tracks[part],
    );
  return [...tags.keys()].filter(isTooRare);
}

const NONE = PARTS.length;
