import { EarmarkError } from '../failure/earmark-error.ts';
import { compareCodePoints } from '../text/code-point-order.ts';
import { matchFiles } from './match-files.ts';

/** Ground truth: which tags each track has. */
export interface Truth {
  readonly nTracks: number;
  /** Path of every track; null where rows are known by position only. */
  readonly files: readonly string[] | null;
  readonly tags: readonly string[];
  /** [nTracks, tags] row-major; 1 where the track has the tag, else 0. */
  readonly labels: Uint8Array;
}

/** Truth from tracks that list their tags. Its tags are all that occur, sorted by code point. */
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

/** The truth for some of its tracks, in the order of `rows`. */
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

/**
 * The truth for the tracks that a list names; the others are excluded.
 *
 * @param name of the list, for messages
 * @throws USAGE_INVALID when it names none of them
 */
export function selectListed(truth: Truth, listed: readonly string[], name: string): Truth {
  if (truth.files === null) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The truth is an array without paths, so ${name} cannot choose tracks of it.`,
    );
  }
  const rows = matchFiles(listed, truth.files).pairs.map(({ b }) => b);
  if (rows.length > 0) return selectTracks(truth, rows);
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} names no track of the truth: it has "${listed[0] ?? ''}", the truth has "${truth.files[0] ?? ''}".`,
  );
}
