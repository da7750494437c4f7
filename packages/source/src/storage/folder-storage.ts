import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { writeFileAtomic } from '@earmark/runtime/files';
import { isHiddenName } from '../audio-names.ts';
import { mapConcurrent } from '../map-concurrent.ts';
import { toDenied } from '../source-denied.ts';
import type { ListedFile, Storage } from './storage.ts';

/** Names that are looked up at a time. */
const N_CONCURRENT = 16;
/** One call of the system for each. */
const READ_BYTES = 1 << 20;

export function folderStorage(name: string): Storage {
  const root = resolve(name);
  const pathOf = (path: string) => below(root, path);
  return {
    name,
    folder: root,
    list: (signal) => filesIn(root, '', signal),
    async stat(path) {
      const found = await statOf(pathOf(path));
      return found?.isFile() ? { path, sizeBytes: found.size, sha256: undefined } : undefined;
    },
    read: (path, options, signal) => readFile(pathOf(path), options, signal),
    async write(path, content) {
      await writeFileAtomic(pathOf(path), content);
    },
    async move(from, to) {
      await mkdir(dirname(pathOf(to)), { recursive: true });
      await rename(pathOf(from), pathOf(to));
    },
    remove: (path) => rm(pathOf(path), { force: true }),
    removeFolder: (path) => rm(pathOf(path), { recursive: true, force: true }),
    async freeBytes() {
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

/** @throws USAGE_INVALID for a path that leads out of the folder */
function below(root: string, path: string): string {
  const at = resolve(root, path);
  if (at.startsWith(root.endsWith(sep) ? root : root + sep)) return at;
  throw new EarmarkError('USAGE_INVALID', `"${path}" is not a path in the folder ${root}.`);
}

async function statOf(path: string) {
  return stat(path).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return undefined;
    throw toDenied(error, path);
  });
}

async function* filesIn(
  root: string,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<ListedFile> {
  const at = join(root, folder);
  const names = await readdir(at).catch((error: unknown) => {
    if (folder !== '' || errorCode(error) !== 'ENOENT') throw toDenied(error, at);
    throw new EarmarkError('SOURCE_NOT_FOUND', `There is no folder ${at}. Check its name.`);
  });
  const visible = names.filter((name) => !isHiddenName(name)).sort();
  const entries = mapConcurrent(visible, N_CONCURRENT, async (name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    return { path, found: await statOf(join(root, path)) };
  });
  for await (const { path, found } of entries) {
    signal.throwIfAborted();
    if (found?.isDirectory()) yield* filesIn(root, path, signal);
    else if (found?.isFile()) yield { path, sizeBytes: found.size, contentKey: undefined };
  }
}

async function* readFile(
  path: string,
  { fromByte = 0, nBytes = Infinity }: { fromByte?: number; nBytes?: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const options = {
    start: fromByte,
    end: fromByte + nBytes - 1,
    highWaterMark: READ_BYTES,
    signal,
  };
  try {
    yield* createReadStream(path, options) as AsyncIterable<Buffer>;
  } catch (error) {
    signal.throwIfAborted();
    if (errorCode(error) !== 'ENOENT') throw toDenied(error, path);
    throw new EarmarkError('SOURCE_NOT_FOUND', `${path} does not exist (any more).`);
  }
}
