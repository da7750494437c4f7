import { EarmarkError } from '../failure/earmark-error.ts';
import type { NpyMatrix } from '../corpus/npy.ts';
import { joinTag, type MetadataTable } from './metadata-table.ts';
import type { FileNames, FlagMatrix } from './tag-matrix.ts';

/** The tag of a category that most tracks have. */
export interface CategoryLeader {
  readonly category: string;
  /** Without its category. */
  readonly tag: string;
  readonly nTracks: number;
}

/** Per category, in order of first appearance; among equals, the tag that appears first. */
export function categoryLeaders({ tags }: MetadataTable): readonly CategoryLeader[] {
  return Array.from(tags, ([category, names]) => {
    const counts = Array.from(names, ([tag, ids]) => ({ category, tag, nTracks: ids.size }));
    return mostTracks(counts);
  });
}

function mostTracks(leaders: readonly CategoryLeader[]): CategoryLeader {
  return leaders.reduce((best, each) => (each.nTracks > best.nTracks ? each : best));
}

/**
 * Predictions that give every track the tag that most tracks of the training table have.
 *
 * @param tags of the columns
 * @throws USAGE_INVALID when the list does not have that tag
 */
export function popularBaseline(
  train: MetadataTable,
  nTracks: number,
  { tags, names }: { readonly tags: readonly string[]; readonly names: FileNames },
): FlagMatrix {
  if (train.tags.size === 0) {
    throw new EarmarkError('USAGE_INVALID', `${names.table} has no tags to be predicted.`);
  }
  const { category, tag } = mostTracks(categoryLeaders(train));
  const column = tags.indexOf(joinTag(category, tag));
  if (column < 0) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${names.list} does not list ${joinTag(category, tag)}, which most tracks of ${names.table} have. Add it, or leave it out of the table: earmark dataset filter --tags ${names.list}`,
    );
  }
  const values = new Uint8Array(nTracks * tags.length);
  for (let row = 0; row < nTracks; row++) values[row * tags.length + column] = 1;
  return { nRows: nTracks, nColumns: tags.length, values };
}

/**
 * Scores that give every track the share of the training tracks that have the tag.
 *
 * @param tags of the columns
 * @throws USAGE_INVALID when no training track has one of them
 */
export function randomBaseline(
  train: MetadataTable,
  nTracks: number,
  { tags, names }: { readonly tags: readonly string[]; readonly names: FileNames },
): NpyMatrix {
  const counts = new Map<string, number>();
  for (const [category, ofNames] of train.tags) {
    for (const [name, ids] of ofNames) counts.set(joinTag(category, name), ids.size);
  }
  const shares = tags.map((tag) => {
    const count = counts.get(tag);
    if (count !== undefined) return count / train.tracks.length;
    throw new EarmarkError(
      'USAGE_INVALID',
      `No track of ${names.table} has the tag ${tag}. Remove it from ${names.list}, or name another table to learn from.`,
    );
  });
  const values = new Float64Array(nTracks * tags.length);
  for (let row = 0; row < nTracks; row++) values.set(shares, row * tags.length);
  return { nRows: nTracks, nColumns: tags.length, values };
}
