import { compareCodePoints } from '../../text/code-point-order.ts';
import type { DatasetTrack } from '../metadata-table.ts';
import { type Part, PARTS, type PerPart } from './parts.ts';

/** How many tracks of each artist have each tag: all that a trial has to know of a table. */
export interface TagCounts {
  /** Sorted by code point. */
  readonly tags: readonly string[];
  /** In order of first appearance. */
  readonly artistIds: readonly number[];
  /** For each artist, the places of the tags in `tags` and the numbers of tracks that have them. */
  readonly ofArtist: readonly ReadonlyMap<number, number>[];
}

/** Least numbers of artists and of tracks that a tag needs in each part. */
export interface Thresholds {
  readonly artists: PerPart;
  readonly tracks: PerPart;
}

export function countTags(tracks: readonly DatasetTrack[]): TagCounts {
  const tags = [...new Set(tracks.flatMap(cellTags))].sort(compareCodePoints);
  const places = new Map(tags.map((tag, place) => [tag, place]));
  const byArtist = new Map<number, Map<number, number>>();
  for (const track of tracks) {
    const counts = byArtist.get(track.artistId) ?? new Map<number, number>();
    byArtist.set(track.artistId, counts);
    for (const tag of new Set(cellTags(track))) {
      const place = places.get(tag)!;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return { tags, artistIds: [...byArtist.keys()], ofArtist: [...byArtist.values()] };
}

/** The tags of a row as they are written, also with commas: a split does not take them apart. */
export function cellTags({ cells }: DatasetTrack): readonly string[] {
  return cells.slice(N_COLUMNS);
}

/** Columns before the tags. */
export const N_COLUMNS = 5;

/**
 * The places of the tags that are discarded when the artists are in these parts: those with fewer artists or tracks
 * in any part than they need there, or with none at all.
 *
 * @param partOfArtist in the order of `counts.artistIds`; undefined for one that is in no part
 */
export function discardedTags(
  { tags, ofArtist }: TagCounts,
  partOfArtist: readonly (Part | undefined)[],
  thresholds: Thresholds,
): number[] {
  const counts = Object.fromEntries(
    PARTS.map((part) => [
      part,
      { artists: new Uint32Array(tags.length), tracks: new Uint32Array(tags.length) },
    ]),
  ) as Record<Part, { artists: Uint32Array; tracks: Uint32Array }>;
  for (const [artist, ofTags] of ofArtist.entries()) {
    const part = partOfArtist[artist];
    if (part === undefined) continue;
    const { artists, tracks } = counts[part];
    for (const [tag, nTracks] of ofTags) {
      artists[tag]! += 1;
      tracks[tag]! += nTracks;
    }
  }
  const isTooRare = (tag: number, part: Part) =>
    counts[part].artists[tag]! < Math.max(1, thresholds.artists[part]) ||
    counts[part].tracks[tag]! < thresholds.tracks[part];
  return [...tags.keys()].filter((tag) => PARTS.some((part) => isTooRare(tag, part)));
}
