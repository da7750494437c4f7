import { type Description, metadataText, toDescription } from './track-metadata.ts';

/** A row of the table of titles of MTG-Jamendo, `raw.meta.tsv`. */
export interface JamendoMetadata extends Description {
  readonly trackId: number;
  /** Address of the page of the track. */
  readonly pageUrl: string | null;
}

const COLUMNS = [
  ...['TRACK_ID', 'ARTIST_ID', 'ALBUM_ID', 'TRACK_NAME', 'ARTIST_NAME', 'ALBUM_NAME'],
  ...['RELEASEDATE', 'URL'],
];

/** Whether a line is the header of such a table. */
export function isJamendoMetadataHeader(line: string): boolean {
  return line === COLUMNS.join('\t');
}

/**
 * A row of such a table; undefined when the line is none. Quotes have no meaning in it: names have single ones. In two rows
 * of the published table an empty column follows the name of the track.
 */
export function parseJamendoMetadata(line: string): JamendoMetadata | undefined {
  const cells = line.split('\t');
  if (cells.length === COLUMNS.length + 1 && cells[4] === '') cells.splice(4, 1);
  const [id = '', , , title, artist, album, releaseDate, pageUrl] = cells;
  const digits = /^track_(\d{1,15})$/.exec(id)?.[1];
  if (cells.length !== COLUMNS.length || digits === undefined) return undefined;
  return {
    trackId: Number(digits),
    ...toDescription({ title, artist, album, releaseDate }),
    pageUrl: metadataText(pageUrl),
  };
}
