import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { isJamendoTable, type JamendoTrack, parseJamendoTable } from '@earmark/core/corpus';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { decodeText } from '@earmark/core/text';

/**
 * The tracks of a metadata table.
 *
 * @param file `-` for standard input
 * @throws USAGE_INVALID, SOURCE_NOT_FOUND
 */
export async function readTable(
  file: string,
  signal: AbortSignal,
): Promise<readonly JamendoTrack[]> {
  const name = file === '-' ? 'standard input' : file;
  const text = decodeText(await readBytes(file, signal), name);
  if (isJamendoTable(text)) return parseJamendoTable(text, name);
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} is not an MTG-Jamendo table: line 1 is not its header, TRACK_ID, ARTIST_ID and so on with tabs between.`,
  );
}

/** @throws SOURCE_NOT_FOUND */
export async function readBytes(file: string, signal: AbortSignal): Promise<Buffer> {
  if (file === '-') return buffer(process.stdin);
  return readFile(file, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new EarmarkError(
      'SOURCE_NOT_FOUND',
      `${file} cannot be read (${errorCode(error)}). Check its name.`,
      { cause: error },
    );
  });
}
