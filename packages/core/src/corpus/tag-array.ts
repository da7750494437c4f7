import { EarmarkError } from '../failure/earmark-error.ts';
import type { NpyMatrix } from './npy.ts';

/** A NumPy array of tracks x tags and the tags of its columns. */
export interface TagArray extends NpyMatrix {
  readonly tags: readonly string[];
}

/** Names of files, for messages. */
export interface TagArrayNames {
  readonly array: string;
  readonly tags: string;
}

/** A matrix with a tag for each column. @throws USAGE_INVALID when their numbers differ, or a value is not finite */
export function toTagArray(
  matrix: NpyMatrix,
  tags: readonly string[],
  names: TagArrayNames,
): TagArray {
  if (matrix.nColumns !== tags.length) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${names.array} has ${matrix.nColumns} columns and ${names.tags} lists ${tags.length} tags. The numbers must be equal.`,
    );
  }
  assertFinite(matrix, names.array);
  return { ...matrix, tags };
}

/** @param name of the file, for messages @throws USAGE_INVALID */
export function assertFinite({ nColumns, values }: NpyMatrix, name: string): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} holds ${String(values[wrong])} in row ${Math.floor(wrong / nColumns)}, column ${wrong % nColumns}, which is not a finite number.`,
  );
}

/**
 * The same matrix as bytes, where it holds booleans or the numbers 0 and 1.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID where it holds others
 */
export function toFlags<Matrix extends NpyMatrix>(
  matrix: Matrix,
  name: string,
): Matrix & { readonly values: Uint8Array } {
  const wrong = matrix.values.find((value) => value !== 0 && value !== 1);
  if (wrong === undefined) return { ...matrix, values: Uint8Array.from(matrix.values) };
  throw new EarmarkError(
    'USAGE_INVALID',
    `${name} holds ${String(wrong)}, where only true or false (1 or 0) are allowed. Is it an array of scores?`,
  );
}

/** The values as scores; booleans as 0 and 1 in single precision. */
export function toScores({ values }: NpyMatrix): Float32Array | Float64Array {
  return values instanceof Uint8Array ? Float32Array.from(values) : values;
}
