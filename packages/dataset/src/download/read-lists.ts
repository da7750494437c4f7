import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { writeFileAtomic } from '@earmark/runtime/files';
import { type Checksums, parseChecksums } from './checksums.ts';
import { downloadBytes, type DownloadOptions } from './download-bytes.ts';
import { type Edition, type ListKind, listName } from './published.ts';

/** The dataset's own repository, which is not part of Earmark: its metadata have a licence of their own. */
export const PUBLISHED_LISTS =
  'https://raw.githubusercontent.com/MTG/mtg-jamendo-dataset/master/data/download';

/** What is published about the archives of an edition. */
export interface Lists {
  /** Of the archives, in the order in which they are downloaded. */
  readonly archives: Checksums;
  /** Of the files in them; undefined where no such list is published. */
  readonly members: Checksums | undefined;
  /** Of archives, as far as they are published: rounded to 0.1 GB or 0.1 MB. */
  readonly sizeBytes: ReadonlyMap<string, number>;
}

export interface ListsSource {
  /** A folder, or an address that begins with http:// or https://. */
  readonly where: string;
  /** Folder in which downloaded lists are kept. */
  readonly cache: string;
  readonly options: DownloadOptions;
}

/** The lists of an edition. @throws USAGE_INVALID when there is none of its archives, SOURCE_UNAVAILABLE */
export async function readLists(
  edition: Edition,
  source: ListsSource,
  signal: AbortSignal,
): Promise<Lists> {
  const read = (kind: ListKind, check: (text: string) => unknown) =>
    readList(listName(edition, kind), source, { check, signal });
  const readSums = async (kind: ListKind) => {
    const parse = (text: string) => parseChecksums(text, listName(edition, kind));
    const text = await read(kind, parse);
    return text === undefined ? undefined : parse(text);
  };
  const archives = await readSums('sha256_tars');
  if (!archives) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `There is no ${listName(edition, 'sha256_tars')} in ${source.where}. Name the folder data/download of a checkout of ` +
        'MTG/mtg-jamendo-dataset with --lists.',
    );
  }
  return {
    archives,
    members: await readSums('sha256_tracks'),
    sizeBytes: parseSizes((await read('gids', parseSizes)) ?? ''),
  };
}

function readList(
  name: string,
  { where, cache, options }: ListsSource,
  { check, signal }: { check: (text: string) => unknown; signal: AbortSignal },
): Promise<string | undefined> {
  if (!/^https?:\/\//i.test(where)) return readHere(where, name);
  const url = `${where.replace(/\/$/, '')}/${name}`;
  return readKept(join(cache, encodeURIComponent(where)), name, async () => {
    const text = await downloadText(url, options, signal);
    // What is no such list, but the page of a hotel for instance, is not to be kept.
    if (text !== undefined) check(text);
    return text;
  });
}

const unzip = promisify(gunzip);

/** Also where the list is compressed, with `.gz` after its name. */
async function readHere(folder: string, name: string): Promise<string | undefined> {
  const plain = await readIfThere(join(folder, name));
  if (plain) return plain.toString();
  const zipped = await readIfThere(join(folder, `${name}.gz`));
  return zipped && (await unzip(zipped)).toString();
}

/** A list does not change once it is published, so that one that was downloaded is not asked for again. */
async function readKept(
  folder: string,
  name: string,
  download: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const kept = await readIfThere(join(folder, name));
  if (kept) return kept.toString();
  const text = await download();
  if (text === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  await writeFileAtomic(join(folder, name), [text]);
  return text;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} cannot be read (${errorCode(error)}). Give this user the right to read it, or name another folder with --lists.`,
      { cause: error },
    );
  });
}

/** Undefined when the server has no such file. */
async function downloadText(
  url: string,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return (await buffer(downloadBytes({ url }, options, signal))).toString();
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'SOURCE_NOT_FOUND') return undefined;
    throw error;
  }
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

/** Fields with three spaces between them: id, archive, `bin`, size (`5.4 GB`), date. */
function parseSizes(text: string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const line of text.split(/\r?\n/)) {
    const [, archive, , size = ''] = line.split(/ {3,}/);
    const [, number, unit = ''] = /^([\d.]+) ([KMG]?B)$/.exec(size) ?? [];
    const factor = UNITS[unit];
    if (archive && number && factor) sizes.set(archive, Number(number) * factor);
  }
  return sizes;
}
