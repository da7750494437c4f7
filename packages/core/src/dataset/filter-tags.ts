import { indexTags, joinTag, type MetadataTable, splitTag } from './metadata-table.ts';
import type { CategoryStatistics, TagStatistics } from './tag-statistics.ts';

/** The tracks of at least this length. */
export function keepLongTracks(table: MetadataTable, minSeconds: number): MetadataTable {
  const tracks = table.tracks.filter(({ durationSeconds }) => durationSeconds >= minSeconds);
  return { ...table, tracks, tags: indexTags(tracks) };
}

/** Some tags, each in full, and the tracks that have any of them. */
export function keepListed(table: MetadataTable, tags: readonly string[]): MetadataTable {
  const listed = new Set(tags);
  return keepTags(table, (category, name) => listed.has(joinTag(category, name)));
}

/** The tags of a category, and the tracks that have any of them. */
export function keepCategory(table: MetadataTable, category: string): MetadataTable {
  return keepTags(table, (of) => of === category);
}

/** The tags of some statistics, each in its category, and the tracks that have any of them. */
export function keepCounted(
  table: MetadataTable,
  statistics: readonly Pick<CategoryStatistics, 'category' | 'tags'>[],
): MetadataTable {
  return keepListed(
    table,
    statistics.flatMap(({ category, tags }) => tags.map(({ tag }) => joinTag(category, tag))),
  );
}

/** The tags of these names in all categories, and the tracks that have any of them. */
export function keepNames(
  table: MetadataTable,
  statistics: readonly TagStatistics[],
): MetadataTable {
  const names = new Set(statistics.map(({ tag }) => tag));
  return keepTags(table, (_, name) => names.has(name));
}

/** The statistics without the tags of fewer artists. */
export function withArtists(
  statistics: readonly CategoryStatistics[],
  minArtists: number,
): readonly Pick<CategoryStatistics, 'category' | 'tags'>[] {
  return statistics.map(({ category, tags }) => ({
    category,
    tags: tags.filter(({ nArtists }) => nArtists >= minArtists),
  }));
}

function keepTags(
  table: MetadataTable,
  keep: (category: string, name: string) => boolean,
): MetadataTable {
  const known = new Map<string, boolean>();
  const isKept = (tag: string) => {
    const found = known.get(tag);
    if (found !== undefined) return found;
    const { category, name } = splitTag(tag);
    const kept = keep(category, name);
    known.set(tag, kept);
    return kept;
  };
  return {
    ...table,
    tracks: table.tracks
      .map((track) => ({ ...track, tags: track.tags.filter(isKept) }))
      .filter(({ tags }) => tags.length > 0),
    tags: new Map(
      Array.from(table.tags, ([category, names]) => [
        category,
        new Map([...names].filter(([name]) => keep(category, name))),
      ]),
    ),
  };
}
