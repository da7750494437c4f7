import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isJamendoTable, type JamendoTrack, parseJamendoTable } from '@earmark/core/corpus';
import { EarmarkError } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import { decodeText } from '@earmark/core/text';
import type { Environment } from '@earmark/runtime/config';
import { toBytePath } from './byte-path.ts';
import { lookUpFile } from './file-item.ts';
import { nothingIgnored } from './ignored.ts';
import { mapConcurrent } from './map-concurrent.ts';
import { toPrefix, toObjectItem, toUnknownItem } from './s3-source.ts';
import { parseS3Uri, type S3Location, toS3Uri } from './s3/s3-uri.ts';
import { openS3 } from './s3/open-s3.ts';
import { toDenied } from './source-denied.ts';
import { inPages, type Source, UNKNOWN_VERSION } from './source.ts';

/** The table has the file names of the data set's full-quality edition; the low-quality edition has another ending. */
const toLowName = (path: string) => path.replace(/\.mp3$/, '.low.mp3');
const toName = (path: string) => path.replace(/\.low\.mp3$/, '.mp3');

/** Files that are looked up at a time. */
const N_CONCURRENT = 16;

/**
 * The tracks of an MTG-Jamendo table, with its other columns as metadata. A track whose audio is missing is listed
 * too: it fails with a reason.
 *
 * @param audio the folder, or `s3://bucket/prefix`, that the paths of the table are relative to
 */
export function tableSource(tableFile: string, audio: string, env: Environment): Source {
  const location = parseS3Uri(audio);
  const folder = location ? toPrefix(location) : resolve(audio);
  const base = typeof folder === 'string' ? folder : toS3Uri(folder);
  const items = (signal: AbortSignal) => {
    const rows = readTrackTable(tableFile, signal);
    return typeof folder === 'string'
      ? itemsInFolder(rows, folder)
      : itemsInBucket(rows, folder, { env, signal });
  };
  return {
    name: `${tableFile}, audio in ${base}`,
    args: [tableFile, '--audio', base],
    uriPrefix: null,
    ignored: nothingIgnored(),
    list: (signal) => inPages(items(signal)),
  };
}

async function* itemsInFolder(
  rows: AsyncIterable<TableRow>,
  folder: string,
): AsyncGenerator<SourceItem> {
  yield* mapConcurrent(rows, N_CONCURRENT, async ({ path, metadata }) => {
    return { ...(await findFile(folder, path)), file: path, metadata };
  });
}

async function findFile(folder: string, path: string): Promise<SourceItem> {
  const lookUp = (name: string) => lookUpFile(toBytePath(join(folder, name)), toBytePath(folder));
  const item = await lookUp(path);
  if (item.version !== UNKNOWN_VERSION) return item;
  const low = await lookUp(toLowName(path));
  return low.version === UNKNOWN_VERSION ? item : low;
}

/** The bucket is listed once and not kept in memory; the table is. */
async function* itemsInBucket(
  rows: AsyncIterable<TableRow>,
  folder: S3Location,
  { env, signal }: { env: Environment; signal: AbortSignal },
): AsyncGenerator<SourceItem> {
  const missing = new Map<string, TableRow>();
  for await (const row of rows) missing.set(row.path, row);
  const s3 = await openS3(env);
  for await (const object of s3.list(folder, signal)) {
    const path = object.key.slice(folder.key.length);
    const row = missing.get(path) ?? missing.get(toName(path));
    if (!row) continue;
    missing.delete(row.path);
    yield { ...toObjectItem(folder.bucket, object, row.path), metadata: row.metadata };
  }
  for (const { path, metadata } of missing.values()) {
    const location = { bucket: folder.bucket, key: folder.key + path };
    yield { ...toUnknownItem(location, path), metadata };
  }
}

/** One track of an MTG-Jamendo table. */
export interface TableRow {
  /** Relative to the folder of the audio. */
  readonly path: string;
  /** The other columns, as they are stored with the track. */
  readonly metadata: Omit<JamendoTrack, 'path'>;
}

/** The rows of an MTG-Jamendo table. @throws USAGE_INVALID with the number of the first invalid line */
export async function* readTrackTable(
  tableFile: string,
  signal: AbortSignal,
): AsyncGenerator<TableRow> {
  const bytes = await readFile(tableFile, { signal }).catch((error: unknown) => {
    throw toDenied(error, tableFile);
  });
  const text = decodeText(bytes, tableFile);
  if (!isJamendoTable(text)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${tableFile} is not an MTG-Jamendo table: line 1 is not its header, TRACK_ID, ARTIST_ID and so on with tabs between.`,
    );
  }
  for (const { path, ...metadata } of parseJamendoTable(text, tableFile)) yield { path, metadata };
}
