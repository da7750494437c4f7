import { compareCodePoints } from '../text/code-point-order.ts';

/** Which of some tags some tracks have. */
export interface Truth {
  readonly nTracks: number;
  /** Path of every track; null where rows are known by their place only. */
  readonly files: readonly string[] | null;
  readonly tags: readonly string[];
  /** [nTracks, tags] row-major; 1 where the track has the tag, else 0. */
  readonly labels: Uint8Array;
}

/** Truth about tracks that list their tags. Its tags are all that occur, sorted by code point. */
export function truthOfTracks(
  tracks: readonly { readonly path: string; readonly tags: readonly string[] }[],
): Truth {
  const tags = [...new Set(tracks.flatMap((track) => track.tags))].sort(compareCodePoints);
  const columns = new Map(tags.map((tag, column) => [tag, column]));
  const labels = new Uint8Array(tracks.length * tags.length);
  for (const [row, track] of tracks.entries()) {
    for (const tag of track.tags) labels[row * tags.length + (columns.get(tag) ?? 0)] = 1;
  }
  return { nTracks: tracks.length, files: tracks.map(({ path }) => path), tags, labels };
}

/** The same truth about some of its tracks, in the order of `rows`. */
export function selectTracks({ files, tags, labels }: Truth, rows: readonly number[]): Truth {
  const selected = new Uint8Array(rows.length * tags.length);
  for (const [i, row] of rows.entries()) {
    const start = row * tags.length;
    selected.set(labels.subarray(start, start + tags.length), i * tags.length);
  }
  return {
    nTracks: rows.length,
    files: files && rows.map((row) => files[row]!),
    tags,
    labels: selected,
  };
}
