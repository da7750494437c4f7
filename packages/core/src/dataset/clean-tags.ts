import * as z from 'zod';
import { EarmarkError } from '../failure/earmark-error.ts';
import { indexTags, joinTag, type MetadataTable } from './metadata-table.ts';

/** Tags that take the place of others, both in full. */
export type TagMap = ReadonlyMap<string, string>;

const MapFile = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * The map in a JSON text `{category: {name: name that takes its place}}`.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID
 */
export function parseTagMap(text: string, name: string): TagMap {
  const { data } = MapFile.safeParse(parseJson(text));
  if (!data) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} is not a map of tags. It needs JSON such as {"genre": {"hip-hop": "hiphop"}}.`,
    );
  }
  return new Map(
    Object.entries(data).flatMap(([category, names]) =>
      Object.entries(names).map(([from, to]) => [joinTag(category, from), joinTag(category, to)]),
    ),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A table with its tags replaced, all at once: what takes the place of a tag is not replaced itself. */
export function cleanTags(table: MetadataTable, map: TagMap): MetadataTable {
  const tracks = table.tracks.map((track) => ({
    ...track,
    tags: [...new Set(track.tags.map((tag) => map.get(tag) ?? tag))],
  }));
  return { ...table, tracks, tags: indexTags(tracks) };
}
