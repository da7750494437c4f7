import { readFile } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';

/** The bytes of a file that an option names. @throws USAGE_INVALID when it cannot be read */
export async function readInput(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new EarmarkError(
      'USAGE_INVALID',
      errno === 'ENOENT'
        ? `There is no file "${path}".`
        : `The file "${path}" cannot be read (${errno}).`,
      { cause: error },
    );
  });
}

/** The text of such a file, as UTF-8, without a byte order mark. */
export async function readInputText(path: string): Promise<string> {
  return new TextDecoder().decode(await readInput(path));
}

export function isNpy(path: string): boolean {
  return path.toLowerCase().endsWith('.npy');
}
