// An array without nulls in binary form, as `array_send` returns it and `array_recv` takes it: number of dimensions, null
// flag, element type; of each dimension length and lower bound; then length and value of each element.

const WORD_BYTES = 4;
const HEADER_BYTES = 3 * WORD_BYTES;
const DIMENSION_BYTES = 2 * WORD_BYTES;

const REAL_TYPE = 700;
const REAL_BYTES = 2 * WORD_BYTES;
const BIGINT_BYTES = 3 * WORD_BYTES;

export interface BinaryArray {
  /** Number of elements in each dimension; none in an empty array. */
  readonly lengths: readonly number[];
  /** Where the first element is. */
  readonly first: number;
}

/** The array whose bytes begin at `at`. */
export function arrayAt(bytes: DataView, at: number): BinaryArray {
  const nDimensions = bytes.getInt32(at);
  const first = at + HEADER_BYTES + nDimensions * DIMENSION_BYTES;
  const lengths = Array.from({ length: nDimensions }, (_, i) =>
    bytes.getInt32(at + HEADER_BYTES + i * DIMENSION_BYTES),
  );
  return { lengths, first };
}

/**
 * Copies elements of a real[] from the `start`th on into `target`: seven times as fast as reading its text form, of which
 * a corpus has hundreds of megabytes.
 */
export function readReals(
  bytes: DataView,
  { first }: BinaryArray,
  start: number,
  target: Float32Array | Float64Array,
): void {
  const from = first + start * REAL_BYTES + WORD_BYTES;
  for (let i = 0; i < target.length; i++) target[i] = bytes.getFloat32(from + i * REAL_BYTES);
}

/** The `i`th element of a bigint[], which is a safe integer. */
export function readBigint(bytes: DataView, { first }: BinaryArray, i: number): number {
  return Number(bytes.getBigInt64(first + i * BIGINT_BYTES + WORD_BYTES));
}

/** Some lists end to end as one real[]. As a buffer, `pg` passes it on in binary form. */
export function toRealArray(lists: readonly Float32Array[]): Buffer {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const bytes = Buffer.alloc(HEADER_BYTES + DIMENSION_BYTES + length * REAL_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  [1, 0, REAL_TYPE, length, 1].forEach((word, i) => {
    view.setInt32(i * WORD_BYTES, word);
  });
  let at = HEADER_BYTES + DIMENSION_BYTES;
  for (const list of lists) {
    for (const value of list) {
      view.setInt32(at, WORD_BYTES);
      view.setFloat32(at + WORD_BYTES, value);
      at += REAL_BYTES;
    }
  }
  return bytes;
}
