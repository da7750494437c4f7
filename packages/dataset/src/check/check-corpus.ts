import pLimit from 'p-limit';
import { buffer } from 'node:stream/consumers';
import type { JamendoTrack } from '@earmark/core/corpus';
import type { OnWork } from '@earmark/runtime/display';
import { type ListedFile, sha256OfFile, type Storage } from '@earmark/source/storage';
import type { Checksums } from '../download/checksums.ts';
import { trackOfPath } from '../download/published.ts';
import { findDuplicates } from './find-duplicates.ts';
import { fileLength, HEAD_BYTES } from './file-length.ts';

export interface CheckOptions {
  /** Checksums of the files, by path; undefined: contents are not compared. */
  readonly sums: Checksums | undefined;
  /** Licences by track; undefined: nobody asked for them. */
  readonly licensed: ReadonlySet<number> | undefined;
  readonly onWork: OnWork;
  readonly signal: AbortSignal;
}

/** A file, or a row of the table, and what is wrong with it. */
export interface Finding {
  readonly path: string;
  readonly why: string;
}

/** How a corpus differs from a table. */
export interface CheckReport {
  readonly nTracks: number;
  /** Files of tracks of the table, and their bytes. */
  readonly nFiles: number;
  readonly sizeBytes: number;
  readonly missing: readonly Finding[];
  readonly wrongSize: readonly Finding[];
  /** Null where there was no list. */
  readonly wrongSum: readonly Finding[] | null;
  readonly tooShort: readonly Finding[];
  readonly withoutLicense: readonly Finding[] | null;
  /** Files that the table does not have, and files that the list of checksums does not have. */
  readonly unexpected: readonly Finding[];
  readonly unlisted: readonly Finding[] | null;
  /** Paths of files with equal content, two or more each. */
  readonly duplicates: readonly (readonly string[])[];
}

/** Files that are looked into at a time. */
const N_CONCURRENT = 8;
/** Shorter recordings are not part of the dataset. */
const MIN_SECONDS = 30;

/** Compares a corpus with a table of the dataset. @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE */
export async function checkCorpus(
  table: readonly JamendoTrack[],
  storage: Storage,
  options: CheckOptions,
): Promise<CheckReport> {
  const { sums, licensed, onWork, signal } = options;
  const rows = new Map(table.map((row) => [trackOfPath(row.path) ?? row.path, row]));
  const { files, unexpected } = await listFiles(rows, storage, options);
  const found = new Set(files.map(({ path }) => trackOfPath(path)));
  const missing = [...rows].filter(([track]) => !found.has(track));
  let nDone = 0;
  const limit = pLimit(N_CONCURRENT);
  const examined = await limit.map(files, async (file) => {
    signal.throwIfAborted();
    const result = await examine(file, rows.get(trackOfPath(file.path) ?? ''), {
      storage,
      sums,
      signal,
    });
    onWork({ what: 'Checking files', nDone: ++nDone, nAll: files.length, noun: 'file' });
    return result;
  });
  const of = (pick: (result: Examined) => string | undefined) =>
    examined.flatMap((result) => toFinding(result.file.path, pick(result)));
  const shortRows = table.flatMap(({ path, durationSeconds }) =>
    toFinding(
      path,
      durationSeconds < MIN_SECONDS ? `the table says ${durationSeconds} s` : undefined,
    ),
  );
  return {
    nTracks: table.length,
    nFiles: files.length,
    sizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    missing: missing.map(([, { path }]) => ({ path, why: 'there is no file' })),
    wrongSize: of(({ wrongSize }) => wrongSize),
    wrongSum: sums ? of(({ wrongSum }) => wrongSum) : null,
    tooShort: [...shortRows, ...of(({ tooShort }) => tooShort)],
    withoutLicense: licensed
      ? [...rows]
          .filter(([, { trackId }]) => !licensed.has(trackId))
          .map(([, { path }]) => ({ path, why: 'the list has no licence for it' }))
      : null,
    unexpected,
    unlisted: sums
      ? of(({ file }) => (sums.has(file.path) ? undefined : 'the list has no checksum for it'))
      : null,
    duplicates: await findDuplicates(examined, storage, options),
  };
}

/** Whether a corpus is what its table and its lists say; files beside it and copies do no harm. */
export function isSound(report: CheckReport): boolean {
  const { missing, wrongSize, wrongSum, tooShort, withoutLicense } = report;
  return [missing, wrongSize, wrongSum ?? [], tooShort, withoutLicense ?? []].every(
    ({ length }) => length === 0,
  );
}

/** An archive that a download has kept is no file of the corpus, and nothing is wrong with it. */
const ARCHIVE = /\.tar(\.gz)?$/;

async function listFiles(
  rows: ReadonlyMap<string, JamendoTrack>,
  storage: Storage,
  { onWork, signal }: CheckOptions,
): Promise<{ files: readonly ListedFile[]; unexpected: readonly Finding[] }> {
  const files: ListedFile[] = [];
  const unexpected: Finding[] = [];
  for await (const file of storage.list(signal)) {
    if (rows.has(trackOfPath(file.path) ?? file.path)) files.push(file);
    else if (!ARCHIVE.test(file.path)) {
      unexpected.push({ path: file.path, why: 'the table does not have it' });
    }
    onWork({ what: 'Listing files', nDone: files.length, nAll: null, noun: 'file' });
  }
  return { files, unexpected };
}

export interface Examined {
  readonly file: ListedFile;
  /** SHA-256 of its content; undefined where it was not computed. */
  readonly sha256: string | undefined;
  readonly wrongSize: string | undefined;
  readonly wrongSum: string | undefined;
  readonly tooShort: string | undefined;
}

async function examine(
  file: ListedFile,
  row: JamendoTrack | undefined,
  { storage, sums, signal }: { storage: Storage; sums: Checksums | undefined; signal: AbortSignal },
): Promise<Examined> {
  const { path, sizeBytes } = file;
  const expected = sums?.get(path);
  const state = expected === undefined ? undefined : await storage.stat(path, signal);
  const sha256 =
    expected === undefined
      ? undefined
      : (state?.sha256 ?? (await sha256OfFile(storage, path, signal)));
  if (sizeBytes === 0) {
    return { file, sha256, wrongSize: 'it is empty', wrongSum: undefined, tooShort: undefined };
  }
  const readHead = (fromByte: number) =>
    fromByte < sizeBytes
      ? buffer(storage.read(path, { fromByte, nBytes: HEAD_BYTES }, signal))
      : Promise.resolve(Buffer.alloc(0));
  const length = await fileLength(path, sizeBytes, readHead);
  const isCut = length !== undefined && sizeBytes < length.minBytes;
  return {
    file,
    sha256,
    wrongSize: isCut ? `it has ${sizeBytes} bytes of at least ${length.minBytes}` : undefined,
    wrongSum:
      sha256 === expected ? undefined : `its SHA-256 is ${String(sha256)}, not ${String(expected)}`,
    tooShort:
      !isCut && length && row && isShorter(length.seconds, row.durationSeconds)
        ? `it has ${length.seconds.toFixed(1)} s, and the table says ${row.durationSeconds} s`
        : undefined,
  };
}

/** The table is rounded, and decoders count the padding of encoders or do not. */
function isShorter(seconds: number, expected: number): boolean {
  return seconds < expected - 1 && seconds < 0.98 * expected;
}

function toFinding(path: string, why: string | undefined): readonly Finding[] {
  return why === undefined ? [] : [{ path, why }];
}
