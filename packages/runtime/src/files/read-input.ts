import { readFile } from 'node:fs/promises';
import { EarmarkError, errorCode } from '@earmark/core/failure';

/** The bytes of a file that the user names. @throws USAGE_INVALID when it cannot be read */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    const errno = errorCode(error);
    throw new EarmarkError(
      'USAGE_INVALID',
      errno === 'ENOENT'
        ? `There is no file "${path}".`
        : `The file "${path}" cannot be read (${errno}).`,
      { cause: error },
    );
  });
}
