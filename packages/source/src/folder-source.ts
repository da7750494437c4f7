import type { BigIntStats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import type { SourceItem } from '@earmark/core/run';
import { isHiddenName } from './audio-names.ts';
import { type BytePath, bytesOf, resolveIn, toBytePath, toFileUri } from './byte-path.ts';
import { type FileKind } from './file-kinds.ts';
import { toFileItem } from './file-item.ts';
import { ignoreFile, type Ignored, nothingIgnored } from './ignored.ts';
import { mapConcurrent } from './map-concurrent.ts';
import { toDenied } from './source-denied.ts';
import { inPages, type Source } from './source.ts';

/** Names that are looked up at a time. */
const N_CONCURRENT = 16;

/**
 * The files of one kind of a folder and of the folders in it; links to folders are followed, once. Whatever cannot be read
 * while it is listed is an item too, a folder also: its tasks fail, with a reason, and the listing goes on.
 */
export function folderSource(folder: string, kind: FileKind): Source {
  const ignored = nothingIgnored();
  return {
    name: folder + kind.suffix,
    args: [folder, ...kind.args],
    uriPrefix: kind.ownsAddress ? toFileUri(toBytePath(folder)).replace(/\/?$/, '/') : null,
    ignored,
    async *list(signal) {
      const base = toBytePath(folder);
      const { names, key } = await readRoot(base, folder);
      const walk = { base, kind, ignored, seen: new Set([key]), signal };
      yield* inPages(itemsIn(base, names, walk));
    },
  };
}

interface Walk {
  readonly base: BytePath;
  readonly kind: FileKind;
  readonly ignored: Ignored;
  /** Folders visited, so that a link to a parent folder is not followed for ever. */
  readonly seen: Set<string>;
  readonly signal: AbortSignal;
}

async function readRoot(root: BytePath, folder: string) {
  try {
    const names = await namesIn(root);
    return { names, key: folderKey(await stat(bytesOf(root), { bigint: true })) };
  } catch (error) {
    throw toDenied(error, folder);
  }
}

/** Names alone, without their types: where the system has to look for those, one file that vanishes fails them all. */
function namesIn(folder: BytePath): Promise<readonly string[]> {
  return readdir(bytesOf(folder), { encoding: 'latin1' });
}

async function* itemsIn(
  folder: BytePath,
  names: readonly string[],
  walk: Walk,
): AsyncGenerator<SourceItem> {
  const { base, kind, ignored, signal } = walk;
  const visible = names.filter((name) => !isHiddenName(name));
  ignored.hidden += names.length - visible.length;
  // In order of name, so that --limit takes the same files every time.
  const entries = mapConcurrent(visible.sort(), N_CONCURRENT, (name) => lookUp(folder, name));
  for await (const { name, path, stats } of entries) {
    signal.throwIfAborted();
    if (!stats) yield unreadable(path, walk);
    else if (stats.isDirectory()) yield* nestedItems(path, stats, walk);
    else if (!kind.isName(name)) ignoreFile(ignored, name);
    else if (stats.isSymbolicLink()) yield unreadable(path, walk);
    else yield toFileItem(path, base, stats);
  }
}

interface Entry {
  readonly name: string;
  readonly path: BytePath;
  /** Of what a link leads to; of the link itself when that is nothing. Undefined: the name is gone, or out of reach. */
  readonly stats: BigIntStats | undefined;
}

async function lookUp(folder: BytePath, name: string): Promise<Entry> {
  const path = resolveIn(folder, name);
  const bytes = bytesOf(path);
  const stats = await stat(bytes, { bigint: true })
    .catch(() => lstat(bytes, { bigint: true }))
    .catch(() => undefined);
  return { name, path, stats };
}

/** A folder that is named like audio and holds no audio is an item itself: it was taken for a file. */
async function* nestedItems(
  folder: BytePath,
  stats: BigIntStats,
  walk: Walk,
): AsyncGenerator<SourceItem> {
  const key = folderKey(stats);
  if (walk.seen.has(key)) return;
  walk.seen.add(key);
  const names = await namesIn(folder).catch(() => undefined);
  if (!names) {
    yield unreadable(folder, walk);
    return;
  }
  let isEmpty = true;
  for await (const item of itemsIn(folder, names, walk)) {
    isEmpty = false;
    yield item;
  }
  if (isEmpty && walk.kind.isName(folder)) yield toFileItem(folder, walk.base, stats);
}

function unreadable(path: BytePath, { base, ignored }: Walk): SourceItem {
  ignored.unreadable++;
  return toFileItem(path, base, undefined);
}

function folderKey({ dev, ino }: BigIntStats): string {
  return `${String(dev)}:${String(ino)}`;
}
