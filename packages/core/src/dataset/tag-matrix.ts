import { EarmarkError } from '../failure/earmark-error.ts';
import type { NpyMatrix } from '../corpus/npy.ts';
import type { MetadataTable } from './metadata-table.ts';

/** A matrix of booleans. */
export type FlagMatrix = NpyMatrix & { readonly values: Uint8Array };

/** The names of a table and of a list of tags, for messages. */
export interface FileNames {
  readonly table: string;
  readonly list: string;
}

/**
 * A row per track and a column per tag of the list: 1 where the track has the tag, else 0.
 *
 * @throws USAGE_INVALID when a track has a tag that is not in the list
 */
export function tagMatrix(
  { tracks }: Pick<MetadataTable, 'tracks'>,
  tags: readonly string[],
  names: FileNames,
): FlagMatrix {
  const columns = new Map(tags.map((tag, column) => [tag, column]));
  const values = new Uint8Array(tracks.length * tags.length);
  for (const [row, track] of tracks.entries()) {
    for (const tag of track.tags) {
      const column = columns.get(tag);
      if (column === undefined) {
        throw new EarmarkError(
          'USAGE_INVALID',
          `${names.list} does not list ${tag}, which ${track.path} has in ${names.table}. Add it, or leave it out of the table: earmark dataset filter --tags ${names.list}`,
        );
      }
      values[row * tags.length + column] = 1;
    }
  }
  return { nRows: tracks.length, nColumns: tags.length, values };
}
