import { access } from 'node:fs/promises';
import {
  isJamendoMetadataHeader,
  isJamendoTable,
  type JamendoLicense,
  jamendoLicenses,
  type JamendoMetadata,
  parseJamendoMetadata,
} from '@earmark/core/corpus';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { readLines } from './read-lines.ts';

export interface ReadTableOptions {
  readonly signal: AbortSignal;
  /** Called with each line that is no row. */
  readonly onLeftOut: (line: string) => void;
}

/**
 * The rows of a table of titles of MTG-Jamendo, `raw.meta.tsv`, line by line.
 *
 * @throws USAGE_INVALID when the file is not there or no such table; SOURCE_DENIED
 */
export async function* readMetadataTable(
  file: string,
  { signal, onLeftOut }: ReadTableOptions,
): AsyncGenerator<JamendoMetadata> {
  let isHeader = true;
  for await (const line of textLines(file, signal)) {
    if (isHeader) assertHeader(line, file);
    else if (line !== '') {
      const row = parseJamendoMetadata(line);
      if (row) yield row;
      else onLeftOut(line);
    }
    isHeader = false;
  }
  if (isHeader) assertHeader('', file);
}

function assertHeader(line: string, file: string): void {
  if (isJamendoMetadataHeader(line)) return;
  const is = isJamendoTable(line) ? `${file} is a table of tags.` : `${file} is not that table.`;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${is} Name the one of titles: raw.meta.tsv of MTG-Jamendo, whose first line is TRACK_ID, ARTIST_ID, ALBUM_ID, ` +
      'TRACK_NAME, ARTIST_NAME, ALBUM_NAME, RELEASEDATE and URL with tabs between.',
  );
}

/**
 * The licences in a list such as `audio_licenses.txt` of MTG-Jamendo, line by line.
 *
 * @throws USAGE_INVALID when the file is not there or names no licence; SOURCE_DENIED
 */
export async function* readLicenseList(
  file: string,
  signal: AbortSignal,
): AsyncGenerator<JamendoLicense> {
  let isEmpty = true;
  for await (const license of jamendoLicenses(textLines(file, signal))) {
    isEmpty = false;
    yield license;
  }
  if (!isEmpty) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${file} names no licence. Name a list such as audio_licenses.txt of MTG-Jamendo: a line with the path of a track, ` +
      'such as 14/214.mp3, and below it a line "Available under a ... license: ADDRESS".',
  );
}

async function* textLines(file: string, signal: AbortSignal): AsyncGenerator<string> {
  await access(file).catch((cause: unknown) => {
    if (errorCode(cause) !== 'ENOENT') return;
    throw new EarmarkError('USAGE_INVALID', `There is no file "${file}".`, { cause });
  });
  for await (const bytes of readLines(file, signal)) {
    yield Buffer.from(bytes, 'latin1').toString();
  }
}
