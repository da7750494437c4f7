import pLimit from 'p-limit';
import { formatBytes, formatCounted } from '@earmark/core/text';
import type { Storage } from '@earmark/source/storage';
import type { ArchiveTask } from './archive-task.ts';
import type { DownloadMode } from './download-dataset.ts';

/** What a download would do. */
export interface DryRun {
  readonly nArchives: number;
  /** Of the archives, as far as they are known. */
  readonly bytes: number;
  /** Archives whose size neither the lists nor the mirror tells. */
  readonly nUnknown: number;
  /** Room that is needed, without what is there already: the archives, what is unpacked, or both. */
  readonly bytesNeeded: number;
  /** Null where nobody knows. */
  readonly bytesFree: number | null;
}

/** Requests at a time. */
const N_CONCURRENT = 8;

/** Sizes of all archives: the published ones, else what the mirror announces. */
export async function planSpace(
  tasks: readonly ArchiveTask[],
  {
    sizes,
    storage,
    mode,
  }: {
    readonly sizes: ReadonlyMap<string, number>;
    readonly storage: Storage;
    readonly mode: DownloadMode;
  },
  signal: AbortSignal,
): Promise<DryRun> {
  const limit = pLimit(N_CONCURRENT);
  const known = await limit.map(
    tasks,
    ({ archive, url }) => sizes.get(archive) ?? askSize(url, signal),
  );
  const bytes = known.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return {
    nArchives: tasks.length,
    bytes,
    nUnknown: known.filter((size) => size === undefined).length,
    bytesNeeded: COPIES[mode] * bytes,
    bytesFree: (await storage.freeBytes()) ?? null,
  };
}

/** How often the bytes of an archive are on the disk in the end. */
const COPIES: Readonly<Record<DownloadMode, number>> = { keep: 1, unpackKept: 2, stream: 1 };

async function askSize(url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const { ok, headers } = await fetch(url, { method: 'HEAD', signal });
    const length = ok ? headers.get('content-length') : null;
    return length === null ? undefined : Number(length);
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

export function dryRunLines(
  { nArchives, bytes, nUnknown, bytesNeeded, bytesFree }: DryRun,
  out: string,
): readonly string[] {
  const atLeast = nUnknown > 0 ? 'at least ' : '';
  const lack = bytesFree !== null && bytesFree < bytesNeeded ? ', which is too little' : '';
  return [
    `${formatCounted(nArchives, 'archive')} would be downloaded: ${atLeast}${formatBytes(bytes)}`,
    ...(nUnknown > 0
      ? [`Neither the lists nor the mirror tell the size of ${formatCounted(nUnknown, 'archive')}`]
      : []),
    `They need ${atLeast}${formatBytes(bytesNeeded)} in ${out}, less what is there already`,
    ...(bytesFree === null ? [] : [`${formatBytes(bytesFree)} are free there${lack}`]),
  ];
}
