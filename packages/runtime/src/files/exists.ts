import type { PathLike } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Whether there is a file or folder, a link to one included. */
export async function exists(path: PathLike): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
