import { access, constants, stat } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';

/** @throws SOURCE_UNREADABLE unless it is a file that may be read; AUDIO_EMPTY when there is nothing in it */
export async function assertReadable(path: string): Promise<void> {
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
}

/** Does not name the file: the caller does, and the name of a temporary copy would not help anyone. */
function unreadable(why: string, options?: ErrorOptions): EarmarkError {
  const message = `The file ${why}. Check that it exists and that this user may read it.`;
  return new EarmarkError('SOURCE_UNREADABLE', message, options);
}
