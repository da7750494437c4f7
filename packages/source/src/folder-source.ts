import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EarmarkError } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import { compareCodePoints } from '@earmark/core/text';
import {
  type Ignored,
  inPages,
  isAudioName,
  isHiddenName,
  type Source,
  UNKNOWN_VERSION,
} from './source.ts';

/** The audio files of a folder and of the folders in it; links to folders are followed, once. */
export function folderSource(folder: string): Source {
  const ignored: Ignored = { hidden: 0, notAudio: 0 };
  return {
    name: folder,
    args: [folder],
    ignored,
    async *list(signal) {
      const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
        throw new EarmarkError(
          'SOURCE_DENIED',
          `The folder ${folder} cannot be read. Give this user the right to read it, or name another one.`,
          { cause: error },
        );
      });
      const walk = { ignored, seen: new Set([await folderKey(folder)]), signal };
      yield* inPages(itemsOf(audioPaths(folder, entries, walk), folder));
    },
  };
}

/**
 * A file as an item of a source, without opening it. One whose status cannot be read is listed too: its tasks fail,
 * with a reason, so that it does not vanish.
 */
export async function toSourceItem(path: string, base: string): Promise<SourceItem> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return {
    file: relative(base, path).split(sep).join('/'),
    uri: pathToFileURL(path).href,
    version: stats ? fileVersion(stats) : UNKNOWN_VERSION,
    sizeBytes: Number(stats?.size ?? 0),
    metadata: {},
  };
}

/** The version of a file, without reading its content. */
export function fileVersion({ size, mtimeNs }: { size: bigint; mtimeNs: bigint }): string {
  return `${String(size)}-${String(mtimeNs)}`;
}

interface Walk {
  readonly ignored: Ignored;
  /** Folders visited, so that a link to a parent folder is not followed for ever. */
  readonly seen: Set<string>;
  readonly signal: AbortSignal;
}

async function* itemsOf(paths: AsyncIterable<string>, base: string): AsyncGenerator<SourceItem> {
  for await (const path of paths) yield await toSourceItem(path, base);
}

async function* audioPaths(
  folder: string,
  entries: readonly Dirent[],
  walk: Walk,
): AsyncGenerator<string> {
  // In order of name, so that --limit takes the same files every time.
  for (const entry of entries.toSorted((a, b) => compareCodePoints(a.name, b.name))) {
    walk.signal.throwIfAborted();
    const path = join(folder, entry.name);
    if (isHiddenName(entry.name)) walk.ignored.hidden++;
    else if (await isFolder(entry, path)) yield* nestedPaths(path, walk);
    else if (isAudioName(entry.name)) yield path;
    else walk.ignored.notAudio++;
  }
}

/** A folder that cannot be read, or is named like audio and holds no audio, is yielded itself: it fails with a reason. */
async function* nestedPaths(folder: string, walk: Walk): AsyncGenerator<string> {
  const key = await folderKey(folder);
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  let nFound = 0;
  for await (const path of entries ? audioPaths(folder, entries, walk) : []) {
    nFound++;
    yield path;
  }
  if (nFound === 0 && (!entries || isAudioName(folder))) yield folder;
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function folderKey(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder);
  return `${String(dev)}:${String(ino)}`;
}
