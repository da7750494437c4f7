import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import { toDiskError } from '@earmark/runtime/files';
import { sha256OfFile } from '@earmark/source/storage';
import { ArchiveFault } from './archive-fault.ts';
import type { ArchiveDeps, ArchiveTask } from './archive-task.ts';
import { downloadArchive } from './download-archive.ts';
import { createMeasured } from './measured.ts';

/** Whether the storage has the archive and it is the published one. One that is not is removed. */
export async function hasArchive(
  { archive, sha256 }: ArchiveTask,
  { storage, signal }: Pick<ArchiveDeps, 'storage' | 'signal'>,
  onWrong: () => void,
): Promise<boolean> {
  const state = await storage.stat(archive, signal);
  if (!state) return false;
  const actual = state.sha256 ?? (await sha256OfFile(storage, archive, signal));
  if (actual === sha256) return true;
  onWrong();
  await storage.remove(archive, signal);
  return false;
}

/**
 * Downloads an archive into the storage, where it appears when it is complete and the published one.
 *
 * @throws ArchiveFault, SOURCE_UNAVAILABLE, SOURCE_NOT_FOUND, SOURCE_CHANGED, DISK_FULL; the reason of the signal
 */
export async function keepArchive(task: ArchiveTask, deps: ArchiveDeps): Promise<void> {
  const { folder } = deps.storage;
  if (folder === undefined) await keepInBucket(task, deps);
  else await keepInFolder(task, folder, deps);
}

async function keepInBucket(task: ArchiveTask, deps: ArchiveDeps): Promise<void> {
  const { archive, sha256 } = task;
  async function* content(): AsyncGenerator<Uint8Array> {
    const measured = createMeasured();
    yield* downloadArchive(task, { measured }, deps);
    throwIfAny(measured.faultOf(sha256));
  }
  await deps.storage.write(archive, content(), { sha256 }, deps.signal);
}

/** Files that hold what has arrived, and of which file it is: a later command goes on there. */
function partialPaths(folder: string, archive: string) {
  const partial = join(folder, `.${archive}.part`);
  return { partial, validator: `${partial}.etag` };
}

/** Removes what a download that was not completed has left of an archive. */
export async function removePartial(folder: string, archive: string): Promise<void> {
  const { partial, validator } = partialPaths(folder, archive);
  await rm(partial, { force: true });
  await rm(validator, { force: true });
}

async function keepInFolder(task: ArchiveTask, folder: string, deps: ArchiveDeps): Promise<void> {
  const { archive } = task;
  const { partial } = partialPaths(folder, archive);
  const isResumed = ((await stat(partial).catch(() => undefined))?.size ?? 0) > 0;
  try {
    await download(task, folder, deps);
  } catch (error) {
    if (!isWrong(error)) throw error;
    await removePartial(folder, archive);
    // What an earlier command left may be what was wrong, or from another file.
    if (!isResumed && error instanceof ArchiveFault) throw error;
    await download(task, folder, deps).catch(async (again: unknown) => {
      if (isWrong(again)) await removePartial(folder, archive);
      throw again;
    });
  }
  await rename(partial, join(folder, archive));
  await removePartial(folder, archive);
}

function isWrong(error: unknown): boolean {
  return (
    error instanceof ArchiveFault ||
    (error instanceof EarmarkError && error.code === 'SOURCE_CHANGED')
  );
}

/** Goes on where the partial file ends, which is hashed again. */
async function download(task: ArchiveTask, folder: string, deps: ArchiveDeps): Promise<void> {
  const { storage, onBytes, signal } = deps;
  const { archive } = task;
  const { partial, validator: validatorFile } = partialPaths(folder, archive);
  const measured = createMeasured();
  try {
    const file = await open(partial, 'a');
    try {
      const here = storage.read(basename(partial), {}, signal);
      for await (const bytes of here) measured.add(bytes);
      onBytes(archive, measured.nBytes());
      const validator = await readFile(validatorFile, 'utf8').catch(() => undefined);
      const start = {
        measured,
        validator,
        onValidator: (text: string) => writeFile(validatorFile, text),
      };
      for await (const bytes of downloadArchive(task, start, deps)) await file.appendFile(bytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (measured.nBytes() === 0) await removePartial(folder, archive);
    signal.throwIfAborted();
    throw toDiskError(error, partial);
  }
  throwIfAny(measured.faultOf(task.sha256));
}

function throwIfAny(fault: ArchiveFault | undefined): void {
  if (fault) throw fault;
}
