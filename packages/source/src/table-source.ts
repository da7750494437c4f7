import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isJamendoTable, type JamendoTrack, parseJamendoTable } from '@earmark/core/corpus';
import { EarmarkError } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import { decodeText } from '@earmark/core/text';
import type { Environment } from '@earmark/runtime/config';
import { toBytePath } from './byte-path.ts';
import type { FileKind } from './file-kinds.ts';
import { lookUpFile } from './file-item.ts';
import { nothingIgnored } from './ignored.ts';
import { mapConcurrent } from './map-concurrent.ts';
import { toPrefix, toObjectItem, toUnknownItem } from './s3-source.ts';
import { parseS3Uri, type S3Location, toS3Uri } from './s3/s3-uri.ts';
import { openS3 } from './s3/open-s3.ts';
import { toDenied } from './source-denied.ts';
import { inPages, type Source, UNKNOWN_VERSION } from './source.ts';

/** Files that are looked up at a time. */
const N_CONCURRENT = 16;

/**
 * The tracks of an MTG-Jamendo table, with its other columns as metadata. A track whose audio is missing is listed
 * too: it fails with a reason.
 *
 * @param audio the folder, or `s3://bucket/prefix`, that the paths of the table are relative to
 */
export function tableSource(
  tableFile: string,
  audio: string,
  kind: FileKind,
  env: Environment,
): Source {
  const location = parseS3Uri(audio);
  const folder = location ? toPrefix(location) : resolve(audio);
  const base = typeof folder === 'string' ? folder : toS3Uri(folder);
  const items = (signal: AbortSignal) => {
    const rows = readTrackTable(tableFile, signal);
    return typeof folder === 'string'
      ? itemsInFolder(rows, folder, kind)
      : itemsInBucket(rows, folder, { kind, env, signal });
  };
  return {
    name: `${tableFile}, audio in ${base}${kind.suffix}`,
    args: [tableFile, '--audio', base, ...kind.args],
    uriPrefix: null,
    ignored: nothingIgnored(),
    list: (signal) => inPages(items(signal)),
  };
}

async function* itemsInFolder(
  rows: AsyncIterable<TableRow>,
  folder: string,
  kind: FileKind,
): AsyncGenerator<SourceItem> {
  yield* mapConcurrent(rows, N_CONCURRENT, async ({ path, metadata }) => {
    return { ...(await findFile(folder, kind.namesInDataset(path))), file: path, metadata };
  });
}

/** The first name that is there; else the first one, as an item that fails. */
async function findFile(folder: string, [best = '', ...others]: readonly string[]) {
  const lookUp = (name: string) => lookUpFile(toBytePath(join(folder, name)), toBytePath(folder));
  const item = await lookUp(best);
  if (item.version !== UNKNOWN_VERSION) return item;
  for (const name of others) {
    const other = await lookUp(name);
    if (other.version !== UNKNOWN_VERSION) return other;
  }
  return item;
}

/** The bucket is listed once and not kept in memory; the table is. */
async function* itemsInBucket(
  rows: AsyncIterable<TableRow>,
  folder: S3Location,
  { kind, env, signal }: { kind: FileKind; env: Environment; signal: AbortSignal },
): AsyncGenerator<SourceItem> {
  const missing = new Map<string, TableRow>();
  const rowsByName = new Map<string, TableRow>();
  for await (const row of rows) {
    missing.set(row.path, row);
    for (const name of kind.namesInDataset(row.path)) rowsByName.set(name, row);
  }
  const s3 = await openS3(env);
  for await (const object of s3.list(folder, signal)) {
    const path = object.key.slice(folder.key.length);
    const row = rowsByName.get(path);
    if (!row || !missing.delete(row.path)) continue;
    yield { ...toObjectItem(folder.bucket, object, row.path), metadata: row.metadata };
  }
  for (const { path, metadata } of missing.values()) {
    const [name = path] = kind.namesInDataset(path);
    const location = { bucket: folder.bucket, key: folder.key + name };
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
