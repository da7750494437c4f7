import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract, type Extract, type Header } from 'tar-stream';
import { errorCode, messageOf } from '@earmark/core/failure';
import type { Storage } from '@earmark/source/storage';
import { ArchiveFault } from './archive-fault.ts';
import type { Checksums } from './checksums.ts';
import { memberRefusal, type MemberRules } from './member-refusal.ts';

/** The largest published archive has 6.2 GB. A compressed one may claim a thousand times its size. */
const MAX_UNPACKED_BYTES = 16 * 2 ** 30;

export interface UnpackOptions {
  readonly storage: Storage;
  readonly rules: Omit<MemberRules, 'listed'>;
  readonly isCompressed: boolean;
  /** Of the members; undefined where there is no list. */
  readonly members: Checksums | undefined;
  /** Whether a member is to be unpacked. */
  readonly isWanted: (path: string) => boolean;
  /** Where a member goes. */
  readonly placeOf: (path: string) => string;
  readonly signal: AbortSignal;
}

export interface Refusal {
  readonly member: string;
  readonly reason: string;
}

export interface Unpacked {
  /** Members that were written, with the SHA-256 of each. */
  readonly written: Checksums;
  readonly refused: readonly Refusal[];
}

/**
 * Unpacks the wanted members of an archive while it arrives, each of which appears when all of it is there and matches its
 * checksum. What is not a member as published is refused, and the others are unpacked.
 *
 * @throws ArchiveFault when it is no tar archive, is cut off or unpacks to too much; what reading it or writing throws
 */
export async function unpackArchive(
  content: AsyncIterable<Uint8Array>,
  options: UnpackOptions,
): Promise<Unpacked> {
  const archive = extract();
  let first: unknown;
  // Of a stream that is destroyed its readers may learn no more than that.
  archive.on('error', (error: unknown) => void (first ??= error));
  try {
    return await unpackMembers(
      entriesOf(options.isCompressed ? gunzipped(content) : content, archive),
      options,
    );
  } catch (error) {
    throw toArchiveFault(first ?? error);
  }
}

async function unpackMembers(
  entries: AsyncIterable<Entry>,
  options: UnpackOptions,
): Promise<Unpacked> {
  const { rules, members, isWanted } = options;
  const written = new Map<string, string>();
  const refused: Refusal[] = [];
  const seen = new Set<string>();
  for await (const entry of entries) {
    const { header } = entry;
    // The folder itself is where its files are made.
    if (isFolder(header)) await skip(entry);
    else {
      const { name: member } = header;
      const refuse = (reason: string) => refused.push({ member, reason });
      const reason = memberRefusal(header, { ...rules, listed: members }, seen);
      if (reason !== undefined) refuse(reason);
      else seen.add(member);
      if (reason !== undefined || !isWanted(member)) await skip(entry);
      else await write(entry, options, { written, refuse });
    }
  }
  return { written, refused };
}

/** Some programs give a folder no type of its own. */
function isFolder({ type, name, size }: Header): boolean {
  return type === 'directory' || (type === 'file' && name.endsWith('/') && size === 0);
}

async function skip(entry: Entry): Promise<void> {
  const reading = entry[Symbol.asyncIterator]();
  while (!(await reading.next()).done);
}

type Entry = Extract extends AsyncIterable<infer T> ? T : never;

/** A member that is not the one that is listed. */
class MemberFault extends Error {}

async function write(
  entry: Entry,
  { storage, members, placeOf, signal }: UnpackOptions,
  report: { readonly written: Map<string, string>; readonly refuse: (reason: string) => void },
): Promise<void> {
  const path = entry.header.name;
  const expected = members?.get(path);
  const hash = createHash('sha256');
  let sha256 = '';
  async function* content(): AsyncGenerator<Uint8Array> {
    for await (const bytes of entry as AsyncIterable<Uint8Array>) {
      hash.update(bytes);
      yield bytes;
    }
    sha256 = hash.digest('hex');
    if (expected === undefined || expected === sha256) return;
    throw new MemberFault(`its SHA-256 is ${sha256}, not ${expected}`);
  }
  try {
    const known = expected === undefined ? {} : { sha256: expected };
    await storage.write(placeOf(path), content(), known, signal);
    report.written.set(path, sha256);
  } catch (error) {
    if (!(error instanceof MemberFault)) throw error;
    report.refuse(error.message);
  }
}

/** The members in their order; each has to be read before the next. */
async function* entriesOf(
  content: AsyncIterable<Uint8Array>,
  archive: Extract,
): AsyncGenerator<Entry> {
  const ended = new AbortController();
  const closed = once(archive, 'close').catch(() => undefined);
  const feeding = feed(content, archive, ended.signal);
  try {
    yield* archive;
    await feeding;
  } finally {
    ended.abort();
    archive.destroy(null);
    await Promise.all([feeding, closed]);
  }
}

/** No faster than the members are read. */
async function feed(
  content: AsyncIterable<Uint8Array>,
  archive: Extract,
  ended: AbortSignal,
): Promise<void> {
  let nBytes = 0;
  try {
    for await (const bytes of content) {
      nBytes += bytes.length;
      if (nBytes > MAX_UNPACKED_BYTES) {
        throw new ArchiveFault(`unpacks to more than ${MAX_UNPACKED_BYTES} bytes.`);
      }
      if (!archive.write(bytes)) await once(archive, 'drain', { signal: ended });
      if (ended.aborted) return;
    }
    archive.end(null);
  } catch (error) {
    if (!ended.aborted) archive.destroy(error as Error);
  }
}

function gunzipped(content: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // An error of either is one of the stream that is read.
  return pipeline(
    Readable.from(content, { objectMode: false }),
    createGunzip(),
    () => undefined,
  ) as AsyncIterable<Uint8Array>;
}

/** What tar-stream says, by what is wrong with the archive. */
const TAR_FAULTS: Readonly<Record<string, string>> = {
  'Unexpected end of data': 'ends in the middle of a member.',
  'Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?':
    'is not a tar archive, or is damaged.',
  'Header exceeds max size': 'has a header that is too large.',
  'Invalid header': 'has a damaged header.',
};

function toArchiveFault(error: unknown): unknown {
  if (errorCode(error).startsWith('Z_')) {
    return new ArchiveFault(`is no intact gzip file (${messageOf(error)}).`, { cause: error });
  }
  const reason = TAR_FAULTS[messageOf(error)];
  return reason === undefined ? error : new ArchiveFault(reason, { cause: error });
}
