import { crc32 } from 'node:zlib';
import { ByteCursor } from './byte-cursor.ts';
import { quoted } from '../quoted.ts';
import { refuseCheckpoint, SAVE_PLAIN_WEIGHTS } from './refuse-checkpoint.ts';

/**
 * The entries of a zip archive by name, as views of `bytes`.
 *
 * Only what `torch.save` writes is read: stored entries of one file below 4 GiB. Compressed or
 * encrypted entries, names that leave the archive or occur twice, sizes that differ between the two
 * places that state them, entries that overlap and wrong checksums are refused, so the views
 * together are no larger than the file, and no byte is summed twice.
 *
 * @throws EarmarkError `CHECKPOINT_INVALID`
 * @see PKWARE's APPNOTE.TXT 4.3 (layout), 4.4 (fields)
 */
export function readStoredZip(bytes: Uint8Array): Map<string, Uint8Array> {
  const { nEntries, offset } = findDirectory(bytes);
  const cursor = new ByteCursor(bytes, 'zip directory', offset);
  const beforeDirectory = bytes.subarray(0, offset);
  const entries = new Map<string, LocatedEntry>();
  for (let i = 0; i < nEntries; i++) {
    const entry = readDirectoryEntry(cursor);
    if (entries.has(entry.name)) cursor.refuse(`lists ${quoted(entry.name)} twice`);
    entries.set(entry.name, locateEntry(beforeDirectory, entry));
  }
  requireApart([...entries.values()].map(({ record }) => record));
  return new Map([...entries.values()].map((entry) => [entry.name, requireSound(entry)]));
}

const END_SIGNATURE = 0x06054b50;
const END_FIRST_BYTE = 0x50;
const DIRECTORY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;

interface DirectoryEntry {
  readonly name: string;
  readonly sizeBytes: number;
  readonly crc: number;
  readonly localOffset: number;
}

interface LocatedEntry extends DirectoryEntry {
  /** All bytes of the entry, its local header too. */
  readonly record: Uint8Array;
  readonly content: Uint8Array;
}

/** Looks for the end record from the back: a comment of unknown length may follow it. */
function findDirectory(bytes: Uint8Array): { nEntries: number; offset: number } {
  const last = bytes.length - END_SIZE;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at--) {
    if (bytes[at] !== END_FIRST_BYTE) continue;
    const cursor = new ByteCursor(bytes, 'zip end record', at);
    if (cursor.u32() !== END_SIGNATURE) continue;
    cursor.skip(6); // disk numbers, entries on this disk
    const nEntries = cursor.u16();
    cursor.skip(4); // size of the directory
    const offset = cursor.u32();
    const commentBytes = cursor.u16();
    if (commentBytes === last - at) return { nEntries, offset };
  }
  return refuseCheckpoint('The checkpoint begins like a zip archive but has no end record');
}

function readDirectoryEntry(cursor: ByteCursor): DirectoryEntry {
  if (cursor.u32() !== DIRECTORY_SIGNATURE) cursor.refuse('lists fewer entries than it says');
  cursor.skip(4); // versions
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.skip(4); // time and date
  const crc = cursor.u32();
  const storedBytes = cursor.u32();
  const sizeBytes = cursor.u32();
  const nameBytes = cursor.u16();
  const skipBytes = cursor.u16() + cursor.u16(); // extra field, comment
  cursor.skip(8); // disk, attributes
  const localOffset = cursor.u32();
  const name = cursor.text(nameBytes);
  cursor.skip(skipBytes);
  if (method !== STORED || (flags & ENCRYPTED) !== 0 || storedBytes !== sizeBytes) {
    cursor.refuse(`lists ${quoted(name)} as compressed or encrypted`, SAVE_PLAIN_WEIGHTS);
  }
  if (!isPlainPath(name)) cursor.refuse(`lists ${quoted(name)}, which is no plain path`);
  return { name, sizeBytes, crc, localOffset };
}

function isPlainPath(name: string): boolean {
  const isStep = (step: string) => step !== '' && step !== '.' && step !== '..';
  return !/[\\:\0]/.test(name) && name.split('/').every(isStep);
}

function locateEntry(bytes: Uint8Array, entry: DirectoryEntry): LocatedEntry {
  const cursor = new ByteCursor(bytes, `zip entry ${quoted(entry.name)}`, entry.localOffset);
  if (cursor.u32() !== LOCAL_SIGNATURE) cursor.refuse('is not where the directory says');
  cursor.skip(4); // version, flags
  const method = cursor.u16();
  cursor.skip(8); // time, date, checksum
  const sizes = [cursor.u32(), cursor.u32()];
  const nameBytes = cursor.u16();
  const extraBytes = cursor.u16();
  if (cursor.text(nameBytes) !== entry.name) cursor.refuse('has another name in the directory');
  cursor.skip(extraBytes);
  // A writer that streams does not know the size yet, and leaves 0 or (zip64) all ones here.
  const agrees = sizes.every((size) => [entry.sizeBytes, 0, 0xffffffff].includes(size));
  if (method !== STORED || !agrees) cursor.refuse('has another size in the directory');
  const content = cursor.take(entry.sizeBytes);
  return { ...entry, record: bytes.subarray(entry.localOffset, cursor.offset), content };
}

function requireSound({ name, content, crc }: LocatedEntry): Uint8Array {
  if (crc32(content) === crc) return content;
  return refuseCheckpoint(`The zip entry ${quoted(name)} does not match its checksum`);
}

function requireApart(records: readonly Uint8Array[]): void {
  let end = 0;
  for (const { byteOffset, byteLength } of records.toSorted(byOffset)) {
    if (byteOffset < end) refuseCheckpoint('Two entries of the zip archive overlap');
    end = byteOffset + byteLength;
  }
}

function byOffset(a: Uint8Array, b: Uint8Array): number {
  return a.byteOffset - b.byteOffset;
}
