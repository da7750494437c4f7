import { type NpyMatrix, parseNpy, parseTagList } from '@earmark/core/corpus';
import { EarmarkError } from '@earmark/core/failure';
import { readInput, readInputText } from './read-input.ts';

/** A NumPy array of tracks x tags and the tags of its columns. */
export interface TagArray extends NpyMatrix {
  readonly tags: readonly string[];
}

/**
 * @param tagsFile lists the tags of the columns, one a line
 * @throws USAGE_INVALID when it does not, or a value is not finite
 */
export async function readArray(path: string, tagsFile: string | null): Promise<TagArray> {
  if (tagsFile === null) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} does not name its tags. Name a file that lists them, one a line: --tags FILE`,
    );
  }
  const matrix = parseNpy(await readInput(path), path);
  const tags = parseTagList(await readInputText(tagsFile), tagsFile);
  if (matrix.nColumns !== tags.length) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} has ${matrix.nColumns} columns and ${tagsFile} lists ${tags.length} tags. They must be as many.`,
    );
  }
  const wrong = matrix.values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return { ...matrix, tags };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} holds ${String(matrix.values[wrong])} in row ${Math.floor(wrong / tags.length)}, column ${wrong % tags.length}, where a number is needed.`,
  );
}

/** The same of an array of yes and no: booleans, or the numbers 0 and 1. */
export async function readFlags(
  path: string,
  tagsFile: string | null,
): Promise<TagArray & { readonly values: Uint8Array }> {
  const array = await readArray(path, tagsFile);
  const wrong = array.values.find((value) => value !== 0 && value !== 1);
  if (wrong === undefined) return { ...array, values: Uint8Array.from(array.values) };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${path} holds ${String(wrong)}, where true or false is needed. Is it an array of scores?`,
  );
}
