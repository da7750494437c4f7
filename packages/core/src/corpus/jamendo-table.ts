import { EarmarkError } from '../failure/earmark-error.ts';
import { delimitedRows, type TextRow } from '../text/delimited-rows.ts';
import { CATEGORY_SEPARATOR } from './tags.ts';

/** A row of a metadata table of the MTG-Jamendo dataset. */
export interface JamendoTrack {
  readonly trackId: number;
  readonly artistId: number;
  readonly albumId: number;
  /** `14/214.mp3`: relative to the folder of the audio. */
  readonly path: string;
  readonly durationSeconds: number;
  /** As written, e.g. `genre---rock`, in the order and as often as written. */
  readonly tags: readonly string[];
}

/** Whether a text begins with the header of such a table. */
export function isJamendoTable(text: string): boolean {
  return /^"?TRACK_ID"?\t/.test(text);
}

/**
 * The tracks of a metadata table, in order of the first row of each; a later row with the same
 * track id replaces the earlier one. The first line is skipped as the header without a check.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line, where a row is not one of a track, or when there is none
 * @see scripts/commons.py of MTG/mtg-jamendo-dataset: TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION, then a column per tag
 */
export function parseJamendoTable(text: string, name: string): readonly JamendoTrack[] {
  const tracks = new Map<number, JamendoTrack>();
  for (const { track } of jamendoRows(text, name)) tracks.set(track.trackId, track);
  return [...tracks.values()];
}

/** A row of a table, as it is written and as it is understood. */
export interface JamendoRow {
  readonly cells: readonly string[];
  readonly track: JamendoTrack;
}

/** Every row of such a table, also those that a later one replaces. @throws USAGE_INVALID as `parseJamendoTable` does */
export function* jamendoRows(text: string, name: string): Generator<JamendoRow> {
  const rows = delimitedRows(text, '\t');
  rows.next();
  let isEmpty = true;
  const known = new Set<string>();
  for (const row of rows) {
    isEmpty = false;
    const track = parseRow(row, known, (problem) => rowError(name, row.line, problem));
    yield { cells: row.cells, track };
  }
  if (isEmpty) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} lists no track. It needs a row below its header.`,
    );
  }
}

/** Columns before the tags. */
const N_COLUMNS = 5;

type ToError = (problem: string) => EarmarkError;

/** @param known tags that were checked: a table has a few hundred of them in 230,000 cells */
function parseRow({ cells }: TextRow, known: Set<string>, toError: ToError): JamendoTrack {
  const [track, artist, album, path, duration] = cells;
  const tags = cells.slice(N_COLUMNS);
  if (track === '' && cells.length === 1) throw toError('is empty. Remove it.');
  if (!track || !artist || !album || !path || duration === undefined) {
    throw toError(
      'is not a row of TRACK_ID, ARTIST_ID, ALBUM_ID, PATH, DURATION and tags, separated by tabs.',
    );
  }
  const row = {
    trackId: parseId(track, toError),
    artistId: parseId(artist, toError),
    albumId: parseId(album, toError),
    path,
    durationSeconds: parseSeconds(duration, toError),
    tags,
  };
  for (const tag of tags) if (!known.has(tag)) known.add(checkTag(tag, toError));
  return row;
}

/** The number after the first underscore, up to the next one. */
function parseId(text: string, toError: ToError): number {
  const digits = /^[^_]*_(\d+)(?:_|$)/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  throw toError(`has the id "${text}", which is not a word, an underscore and a number.`);
}

function parseSeconds(text: string, toError: ToError): number {
  if (/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  throw toError(`has the duration "${text}", which is not a number of seconds.`);
}

function checkTag(tag: string, toError: ToError): string {
  if (tag.split(CATEGORY_SEPARATOR).length === 2) return tag;
  const problem = tag === '' ? 'an empty tag' : `the tag "${tag}"`;
  throw toError(`has ${problem}; a tag is a category, "---" and a name, e.g. genre---rock.`);
}

function rowError(name: string, line: number, problem: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', `${name}: line ${line} ${problem}`);
}
