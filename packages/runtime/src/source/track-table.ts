import { readFile } from 'node:fs/promises';
import {
  isJamendoTable,
  parseJamendoTable,
  type JamendoTrack,
} from '@earmark/core/corpus/jamendo-table.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** One track of an MTG-Jamendo table. */
export interface TableRow {
  /** Relative to the folder of the audio. */
  readonly path: string;
  /** The other columns, as they are kept with the track. */
  readonly metadata: Omit<JamendoTrack, 'path'>;
}

/** The rows of an MTG-Jamendo table. @throws USAGE_INVALID with the number of the line that is not one of such a table */
export async function* readTrackTable(
  tableFile: string,
  signal: AbortSignal,
): AsyncGenerator<TableRow> {
  const text = await readFile(tableFile, { encoding: 'utf8', signal });
  if (!isJamendoTable(text)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${tableFile} is not an MTG-Jamendo table: line 1 is not its header, TRACK_ID, ARTIST_ID and so on with tabs between.`,
    );
  }
  for (const { path, ...metadata } of parseJamendoTable(text, tableFile)) yield { path, metadata };
}
