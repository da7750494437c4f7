import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { toWriteError } from './write-error.ts';

/** Pieces of text (as UTF-8) or of bytes, which do not change after they are given. */
type Content = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Bytes are gathered to about this many between two writes: smaller ones cost more time than the bytes in them. */
const PAGE_LENGTH = 1 << 20;

/**
 * Writes `content` to `path`, which a reader finds either as it was or complete. Makes the folder.
 *
 * A temporary file in the same folder takes the content and is renamed; it is removed on any error.
 *
 * @throws DISK_FULL when there is no room, USAGE_INVALID when the path cannot be written to
 */
export async function writeFileAtomic(path: string, content: Content): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw toWriteError(error, path);
  }
}

async function writeFile(path: string, content: Content): Promise<void> {
  const file = await open(path, 'wx');
  try {
    let page: Uint8Array[] = [];
    let length = 0;
    for await (const piece of content) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      page.push(bytes);
      length += bytes.length;
      if (length < PAGE_LENGTH) continue;
      await file.appendFile(Buffer.concat(page));
      page = [];
      length = 0;
    }
    await file.appendFile(Buffer.concat(page));
    await file.sync();
  } finally {
    await file.close();
  }
}
