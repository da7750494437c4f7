import { stat } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/**
 * Nothing, when `path` is a file with something in it.
 *
 * @throws SOURCE_UNREADABLE, AUDIO_EMPTY
 */
export async function assertSourceFile(path: string): Promise<void> {
  const source = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, 'cannot be opened', { cause });
  });
  // A pipe could keep its reader waiting for ever.
  if (!source.isFile()) throw unreadable(path, 'is not a regular file');
  if (source.size === 0)
    throw new EarmarkError('AUDIO_EMPTY', 'The file is empty. Fetch it again.');
}

export function unreadable(path: string, why: string, options?: ErrorOptions): EarmarkError {
  const message = `"${path}" ${why}. Check that it exists and that this user may read it.`;
  return new EarmarkError('SOURCE_UNREADABLE', message, options);
}
