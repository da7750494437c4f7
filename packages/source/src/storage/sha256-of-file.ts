import { createHash } from 'node:crypto';
import type { Storage } from './storage.ts';

/** SHA-256 of the content of a file, read from its beginning to its end; in hexadecimal. @throws what `read` throws */
export async function sha256OfFile(
  storage: Pick<Storage, 'read'>,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of storage.read(path, {}, signal)) hash.update(bytes);
  return hash.digest('hex');
}
