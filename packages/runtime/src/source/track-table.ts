import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

const HEADER = ['TRACK_ID', 'ARTIST_ID', 'ALBUM_ID', 'PATH', 'DURATION', 'TAGS'];

/** One track of an MTG-Jamendo table. */
export interface TableRow {
  /** Relative to the folder of the audio. */
  readonly path: string;
  /** The other columns, as they are kept with the track. */
  readonly metadata: {
    readonly trackId: string;
    readonly artistId: string;
    readonly albumId: string;
    readonly durationSeconds: number;
    readonly tags: readonly string[];
  };
}

/**
 * The rows of an MTG-Jamendo table: tab separated, each tag in a column of its own from the sixth on.
 *
 * @throws USAGE_INVALID with the number of the line that is not one of such a table
 */
export async function* readTrackTable(
  tableFile: string,
  signal: AbortSignal,
): AsyncGenerator<TableRow> {
  const lines = createInterface({
    input: createReadStream(tableFile, { encoding: 'utf8', signal }),
    crlfDelay: Infinity,
  });
  let nLines = 0;
  for await (const line of lines) {
    nLines++;
    const result = nLines === 1 ? checkHeader(line) : parseRow(line);
    if (typeof result === 'string') throw malformed(tableFile, nLines, result);
    if (result) yield result;
  }
}

/** What is wrong with the first line; undefined when nothing is. */
function checkHeader(line: string): string | undefined {
  const isHeader = cellsOf(line).join('\t') === HEADER.join('\t');
  return isHeader ? undefined : `it is not the header "${HEADER.join(' ')}" with tabs between`;
}

/** A row, or what is wrong with it. */
export function parseRow(line: string): TableRow | string {
  const [trackId = '', artistId = '', albumId = '', path = '', duration = '', ...tags] =
    cellsOf(line);
  const ids = { trackId, artistId, albumId };
  const badId = Object.values(ids).find((id) => !/_\d+/.test(id));
  if (badId !== undefined) return `"${badId}" is no id such as track_0000214`;
  if (path === '') return 'it has no path';
  const durationSeconds = Number(duration);
  if (duration.trim() === '' || !(durationSeconds >= 0)) return `"${duration}" is no duration`;
  const badTag = tags.find((tag) => tag.split('---').length !== 2);
  if (badTag !== undefined) return `"${badTag}" is no tag such as genre---rock`;
  return { path, metadata: { ...ids, durationSeconds, tags } };
}

/** A cell may stand in quotes, with its own quotes doubled. */
function cellsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/(?:^|\t)(?:"((?:[^"]|"")*)"(?=\t|$)|([^\t]*))/g), (match) =>
    match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'),
  );
}

function malformed(tableFile: string, lineNumber: number, what: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${tableFile} is not an MTG-Jamendo table: line ${lineNumber}, ${what}.`,
  );
}
