import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toWriteError } from './write-error.ts';

/**
 * Makes a folder and tries to write to it, before work begins whose results go there.
 *
 * @param name of the folder, at the beginning of a message
 * @throws USAGE_INVALID when it cannot be written to, DISK_FULL when there is no room
 */
export async function assertWritable(
  folder: string,
  name = `The folder ${folder} (--out)`,
): Promise<void> {
  const path = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(path, '');
    await rm(path);
  } catch (error) {
    throw toWriteError(error, name);
  }
}
