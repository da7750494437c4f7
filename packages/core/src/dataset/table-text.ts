import { compareCodePoints } from '../text/code-point-order.ts';
import { pythonFloat } from '../text/python-numbers.ts';
import { joinTag, type MetadataTable } from './metadata-table.ts';
import { tsvRow } from './tsv.ts';

/** Tags of these categories are written. */
const PREFIXES = ['genre', 'instrument', 'mood/theme'].map((category) => joinTag(category, ''));

const HEADER = ['TRACK_ID', 'ARTIST_ID', 'ALBUM_ID', 'PATH', 'DURATION', 'TAGS'];

/**
 * The text of a metadata table, a row at a time, byte for byte as the published tables: CRLF, ids padded to the width
 * that they had in the table that was read, tags sorted by code point. Tags of other categories than genre, instrument
 * and mood/theme are left out.
 */
export function* tableText({ tracks, idWidths }: MetadataTable): Generator<string> {
  yield tsvRow(HEADER, '\r\n');
  for (const { trackId, artistId, albumId, path, durationSeconds, tags } of tracks) {
    const ids = [
      `track_${String(trackId).padStart(idWidths.track, '0')}`,
      `artist_${String(artistId).padStart(idWidths.artist, '0')}`,
      `album_${String(albumId).padStart(idWidths.album, '0')}`,
    ];
    yield tsvRow([...ids, path, pythonFloat(durationSeconds), ...writtenTags(tags)], '\r\n');
  }
}

function writtenTags(tags: readonly string[]): string[] {
  return tags
    .filter((tag) => PREFIXES.some((prefix) => tag.startsWith(prefix)))
    .sort(compareCodePoints);
}
