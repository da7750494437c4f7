import { access, constants, stat } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';

/**
 * The size in bytes of a file with something in it that may be read.
 *
 * @throws SOURCE_UNREADABLE, AUDIO_EMPTY
 */
export async function sourceFileSize(path: string): Promise<number> {
  const source = await stat(path).catch((cause: unknown) => {
    throw unreadable('cannot be opened', { cause });
  });
  // A pipe could keep its reader waiting for ever.
  if (!source.isFile()) throw unreadable('is not a regular file');
  if (source.size === 0)
    throw new EarmarkError('AUDIO_EMPTY', 'The file is empty. Fetch it again.');
  await access(path, constants.R_OK).catch((cause: unknown) => {
    throw unreadable('cannot be read', { cause });
  });
  return source.size;
}

/** Does not name the file: the caller does, and the name of a temporary copy would not help anyone. */
export function unreadable(why: string, options?: ErrorOptions): EarmarkError {
  const message = `The file ${why}. Check that it exists and that this user may read it.`;
  return new EarmarkError('SOURCE_UNREADABLE', message, options);
}
