import { readFile } from 'node:fs/promises';
import { type NpyMatrix, parseNpy, parseTagList } from '@earmark/core/corpus';
import { EarmarkError, errorCode } from '@earmark/core/failure';
import { decodeText } from '@earmark/core/text';

/** The bytes of a file named by an option. @throws USAGE_INVALID when it cannot be read */
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

/** The text of such a file. @throws USAGE_INVALID, also when it is not UTF-8 */
export async function readInputText(path: string): Promise<string> {
  return decodeText(await readInput(path), path);
}

export function isNpy(path: string): boolean {
  return path.toLowerCase().endsWith('.npy');
}

/** A NumPy array of tracks x tags and the tags of its columns. */
export interface TagArray extends NpyMatrix {
  readonly tags: readonly string[];
}

/**
 * @param tagsFile lists the tags of the columns, one per line
 * @throws USAGE_INVALID when it does not, or a value is not finite
 */
export async function readArray(path: string, tagsFile: string | null): Promise<TagArray> {
  if (tagsFile === null) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} does not name its tags. Name a file that lists them, one per line: --tags FILE`,
    );
  }
  const matrix = parseNpy(await readInput(path), path);
  const tags = parseTagList(await readInputText(tagsFile), tagsFile);
  if (matrix.nColumns !== tags.length) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} has ${matrix.nColumns} columns and ${tagsFile} lists ${tags.length} tags. The numbers must be equal.`,
    );
  }
  const wrong = matrix.values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return { ...matrix, tags };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} holds ${String(matrix.values[wrong])} in row ${Math.floor(wrong / tags.length)}, column ${wrong % tags.length}, which is not a finite number.`,
  );
}

/** The same for an array of booleans, or of the numbers 0 and 1. */
export async function readFlags(
  path: string,
  tagsFile: string | null,
): Promise<TagArray & { readonly values: Uint8Array }> {
  const array = await readArray(path, tagsFile);
  const wrong = array.values.find((value) => value !== 0 && value !== 1);
  if (wrong === undefined) return { ...array, values: Uint8Array.from(array.values) };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} holds ${String(wrong)}, where only true or false (1 or 0) are allowed. Is it an array of scores?`,
  );
}
