import { parseNpy, parseTagList, type TagArray, toFlags, toTagArray } from '@earmark/core/corpus';
import { EarmarkError } from '@earmark/core/failure';
import { decodeText } from '@earmark/core/text';
import { readInput } from '@earmark/runtime/files';

/** The text of a file named by an option. @throws USAGE_INVALID when it cannot be read or is not UTF-8 */
export async function readInputText(path: string): Promise<string> {
  return decodeText(await readInput(path), path);
}

export function isNpy(path: string): boolean {
  return path.toLowerCase().endsWith('.npy');
}

/**
 * A NumPy array of tracks x tags.
 *
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
  return toTagArray(matrix, tags, { array: path, tags: tagsFile });
}

/** The same for an array of booleans, or of the numbers 0 and 1. */
export async function readFlags(
  path: string,
  tagsFile: string | null,
): Promise<TagArray & { readonly values: Uint8Array }> {
  return toFlags(await readArray(path, tagsFile), path);
}
