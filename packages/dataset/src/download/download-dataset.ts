import type { ArchiveDeps, ArchiveResult, ArchiveTask } from './archive-task.ts';
import { fetchArchive, streamArchive, unpackKept } from './fetch-archive.ts';
import { runTasks } from './run-tasks.ts';

/**
 * - `keep`: archives are kept as they are.
 * - `unpackKept`: they are kept and, when all of them are there, unpacked.
 * - `stream`: they are unpacked while they arrive, and not kept.
 */
export type DownloadMode = 'keep' | 'unpackKept' | 'stream';

export interface DownloadListener {
  /** An archive is there, or has failed; in the order of the tasks. */
  readonly onDownloaded: (result: ArchiveResult) => void;
  /** All archives are there, and are unpacked now. */
  readonly onUnpacking: () => void;
  readonly onUnpacked: (result: ArchiveResult) => void;
}

export interface DownloadDeps extends ArchiveDeps {
  readonly parallel: number;
}

/** What became of each archive. @throws DISK_FULL, USAGE_INVALID, SOURCE_DENIED; SOURCE_UNAVAILABLE when the server is away */
export async function downloadDataset(
  tasks: readonly ArchiveTask[],
  mode: DownloadMode,
  listener: DownloadListener,
  deps: DownloadDeps,
): Promise<readonly ArchiveResult[]> {
  const { parallel, signal } = deps;
  const work = mode === 'stream' ? streamArchive : fetchArchive;
  const downloaded = await runTasks(tasks, (task, stop) => work(task, { ...deps, signal: stop }), {
    ...{ parallel, signal },
    onResult: listener.onDownloaded,
  });
  const isIncomplete = downloaded.some(({ status }) => status === 'failed');
  if (mode !== 'unpackKept' || isIncomplete) return downloaded;
  listener.onUnpacking();
  const unpacked = await runTasks(
    tasks,
    (task, stop) => unpackKept(task, { ...deps, signal: stop }),
    { parallel, signal, onResult: listener.onUnpacked },
  );
  return downloaded.map((result, i) => ({
    ...result,
    ...unpacked[i],
    status: statusOf(result, unpacked[i]),
  }));
}

function statusOf(
  downloaded: ArchiveResult,
  unpacked: ArchiveResult | undefined,
): ArchiveResult['status'] {
  return unpacked?.status === 'failed' ? 'failed' : downloaded.status;
}

/** Whether an archive is there as published, and so is all that was to be unpacked. */
export function isComplete({ status, members }: ArchiveResult): boolean {
  if (status === 'failed') return false;
  return !members || members.refused.length + members.missing.length === 0;
}
