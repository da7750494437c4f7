import { randomUUID } from 'node:crypto';
import { open, readdir, rm, symlink } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../process/machine.ts';
import { toWriteError } from './write-error.ts';

/** Begins the name of every such file of this machine; the id of its process follows. */
const PREFIX = `earmark-${hostname()}-`;

/**
 * The path of a new file with this content in the temporary folder (TMPDIR), which this user alone may read. It is
 * removed on any error; after that the caller removes it.
 *
 * @throws DISK_FULL, USAGE_INVALID when the folder cannot be written to; what `content` throws
 */
export async function writeTemporaryFile(
  content: AsyncIterable<Uint8Array>,
  extension: string,
): Promise<string> {
  const path = newPath(extension);
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const bytes of content) await file.appendFile(bytes);
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    // Where it could not be made, it cannot be looked for either.
    await rm(path, { force: true }).catch(() => undefined);
    throw toTemporaryFileError(error);
  }
}

/**
 * The path of a new link in the temporary folder, which leads to `target`, a path in any bytes. The caller removes it.
 *
 * @throws DISK_FULL, USAGE_INVALID when the folder cannot be written to
 */
export async function linkTemporaryFile(target: Buffer, extension: string): Promise<string> {
  const path = newPath(extension);
  await symlink(target, path).catch((error: unknown) => {
    throw toTemporaryFileError(error);
  });
  return path;
}

function newPath(extension: string): string {
  return join(tmpdir(), `${PREFIX}${process.pid}-${randomUUID()}${extension}`);
}

/** `error` as USAGE_INVALID when the temporary folder cannot be written to, DISK_FULL when it is full; else unchanged. */
export function toTemporaryFileError(error: unknown): unknown {
  return toWriteError(error, `The temporary folder ${tmpdir()} (TMPDIR)`);
}

/**
 * Removes what processes that were killed have left behind on this machine. To be called before this process makes
 * a file: in a container, a process has often the same id as the one before it.
 */
export async function removeAbandonedFiles(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(PREFIX)) continue;
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    // Another user's cannot be removed, and need not be.
    if (pid === process.pid || !isAlive(pid)) {
      await rm(join(tmpdir(), name), { force: true }).catch(() => undefined);
    }
  }
}
