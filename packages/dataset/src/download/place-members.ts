import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import pLimit from 'p-limit';
import { sha256OfFile, type Storage } from '@earmark/source/storage';
import { type Checksums, checksumsText, parseChecksums } from './checksums.ts';

/** Files that are looked up, or moved, at a time. */
const N_CONCURRENT = 8;

/** The paths whose files are in the storage, with the content that is listed. */
export async function findPresent(
  storage: Storage,
  sums: Checksums,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const present = new Set<string>();
  const limit = pLimit(N_CONCURRENT);
  await limit.map([...sums], async ([path, sha256]) => {
    signal.throwIfAborted();
    const state = await storage.stat(path, signal);
    if (!state) return;
    const actual = state.sha256 ?? (await sha256OfFile(storage, path, signal));
    if (actual === sha256) present.add(path);
  });
  return present;
}

/**
 * Where members wait that nothing but the checksum of their archive can vouch for, and the checksums of an archive's members
 * once it has. Hidden names, which no source lists.
 */
const HIDDEN = '.earmark-download';
const stagedFolder = (archive: string) => `${HIDDEN}/${archive}`;
const sumsFile = (archive: string) => `${HIDDEN}/${archive}.sha256`;

export function stagedPath(archive: string, path: string): string {
  return `${stagedFolder(archive)}/${path}`;
}

/** Gives up what waits. */
export function discardStaged(
  storage: Storage,
  archive: string,
  signal: AbortSignal,
): Promise<void> {
  return storage.removeFolder(stagedFolder(archive), signal);
}

/** Gives the members that wait their names, and keeps their checksums: a later command verifies them by these. */
export async function placeStaged(
  storage: Storage,
  { archive, members }: { readonly archive: string; readonly members: Checksums },
  signal: AbortSignal,
): Promise<void> {
  const text = Readable.from([Buffer.from(checksumsText(members))]);
  if (members.size > 0) await storage.write(sumsFile(archive), text, {}, signal);
  const limit = pLimit(N_CONCURRENT);
  await limit.map([...members], ([path, sha256]) =>
    storage.move(stagedPath(archive, path), path, sha256, signal),
  );
  await discardStaged(storage, archive, signal);
}

/** The checksums that an earlier command kept of the members of an archive; undefined when it kept none. */
export async function readKeptSums(
  storage: Storage,
  archive: string,
  signal: AbortSignal,
): Promise<Checksums | undefined> {
  const file = sumsFile(archive);
  if (!(await storage.stat(file, signal))) return undefined;
  const bytes = await buffer(storage.read(file, {}, signal));
  return parseChecksums(bytes.toString(), file);
}
