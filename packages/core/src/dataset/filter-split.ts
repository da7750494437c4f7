import { joinTag, type MetadataTable } from './metadata-table.ts';

export interface SplitFilter {
  /** Tags in full; null: all of them. */
  readonly tags: readonly string[] | null;
  /** Null: all of them. */
  readonly category: string | null;
  /** Whether the rows are sorted by track id. */
  readonly isSorted: boolean;
}

/**
 * A part of a split with only the tags of a list and of a category. A track stays if it has a listed tag and a tag of
 * the category, be they two different ones: then it ends without any tag, as in the published splits.
 */
export function filterSplit(
  table: MetadataTable,
  { tags, category, isSorted }: SplitFilter,
): MetadataTable {
  const listed = tags && new Set(tags);
  const isListed = (tag: string) => listed?.has(tag) ?? true;
  const prefix = category === null ? '' : joinTag(category, '');
  const isInCategory = (tag: string) => tag.startsWith(prefix);
  const tracks = table.tracks
    .filter(
      (track) =>
        (!listed || track.tags.some(isListed)) &&
        (category === null || track.tags.some(isInCategory)),
    )
    .map((track) => ({
      ...track,
      tags: track.tags.filter((tag) => isListed(tag) && isInCategory(tag)),
    }));
  return { ...table, tracks: isSorted ? tracks.sort((a, b) => a.trackId - b.trackId) : tracks };
}
