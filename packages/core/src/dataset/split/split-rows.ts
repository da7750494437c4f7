import { jamendoRows } from '../../corpus/jamendo-table.ts';
import { compareCodePoints } from '../../text/code-point-order.ts';
import { delimitedRows } from '../../text/delimited-rows.ts';
import { assertHeader } from '../metadata-table.ts';

/** A metadata table as a split takes it: rows go into parts as they are, apart from their tags. */
export interface SplitRows {
  readonly header: readonly string[];
  readonly rows: readonly SplitRow[];
}

export interface SplitRow {
  readonly artistId: number;
  /** Ids, path and duration as they are written. */
  readonly columns: readonly string[];
  /** Each once, sorted by code point; a name with commas stays one. */
  readonly tags: readonly string[];
}

/** Columns before the tags. */
const N_COLUMNS = 5;

/**
 * @param name of the file, for messages
 * @throws USAGE_INVALID with the line, where it is not the header or not a row of a track
 */
export function parseSplitRows(text: string, name: string): SplitRows {
  assertHeader(text, name);
  const [header] = delimitedRows(text.split('\n', 1)[0] ?? '', '\t');
  const known = new Map<string, string>();
  /** One string for all that are equal: each cell alone would keep its own. */
  const same = (tag: string) => known.get(tag) ?? known.set(tag, tag).get(tag) ?? tag;
  const rows = Array.from(jamendoRows(text, name), ({ cells, track }) => ({
    artistId: track.artistId,
    columns: cells.slice(0, N_COLUMNS),
    tags: distinct(track.tags.map(same)).sort(compareCodePoints),
  }));
  return { header: header?.cells ?? [], rows };
}

function distinct(tags: readonly string[]): string[] {
  return tags.filter((tag, i) => tags.indexOf(tag) === i);
}
