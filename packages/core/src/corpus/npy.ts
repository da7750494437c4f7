import { EarmarkError } from '../failure/earmark-error.ts';

/** A matrix as NumPy saves it. */
export interface NpyMatrix {
  readonly nRows: number;
  readonly nColumns: number;
  /** [nRows, nColumns] row-major; booleans as 0 and 1. */
  readonly values: Float32Array | Float64Array | Uint8Array;
}

/**
 * The matrix in a NumPy file of two dimensions: booleans, bytes, or floats of 4 or 8 bytes, little endian, in either order.
 *
 * @param name of the file, for messages
 * @throws USAGE_INVALID
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 and 2
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyMatrix {
  const { header, dataStart } = readHeader(bytes, name);
  const type = /'descr': *'([^']*)'/.exec(header)?.[1] ?? '';
  const shape = /'shape': *\((\d+), *(\d+),? *\)/.exec(header);
  const read = TYPES[type];
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  if (!read || !shape || !order) {
    throw npyError(
      name,
      `has the header ${header.trim()}; a matrix of booleans (|b1, |u1) or floats (<f4, <f8) is needed`,
    );
  }
  const [nRows, nColumns] = [Number(shape[1]), Number(shape[2])];
  // Copied, for floats have to be aligned; not by slice(), which only views when the bytes are a Buffer.
  const data = new Uint8Array(bytes.subarray(dataStart)).buffer;
  const size = nRows * nColumns * read.bytes;
  if (data.byteLength !== size) {
    throw npyError(name, `holds ${data.byteLength} bytes of numbers where its shape needs ${size}`);
  }
  const values = read.view(data);
  if (order === 'True') return { nRows, nColumns, values: transposed(values, nColumns, nRows) };
  return { nRows, nColumns, values };
}

/** The values of [nRows, nColumns] as those of [nColumns, nRows]. */
function transposed(
  values: NpyMatrix['values'],
  nRows: number,
  nColumns: number,
): NpyMatrix['values'] {
  const turned = values.slice();
  for (let row = 0; row < nRows; row++) {
    for (let column = 0; column < nColumns; column++) {
      turned[column * nRows + row] = values[row * nColumns + column] ?? 0;
    }
  }
  return turned;
}

const TYPES: Readonly<
  Record<string, { bytes: number; view: (data: ArrayBuffer) => NpyMatrix['values'] }>
> = {
  '|b1': { bytes: 1, view: (data) => new Uint8Array(data) },
  '|u1': { bytes: 1, view: (data) => new Uint8Array(data) },
  '<f4': { bytes: 4, view: (data) => new Float32Array(data) },
  '<f8': { bytes: 8, view: (data) => new Float64Array(data) },
};

/** Where the numbers begin in a file that is written: NumPy aligns them to 64 bytes, and no header of ours is longer. */
const WRITTEN_START = 128;

/** The bytes of a matrix as NumPy saves it, in version 1; those of a `Uint8Array` are booleans. */
export function* npyBytes({ nRows, nColumns, values }: NpyMatrix): Generator<Uint8Array> {
  yield* npyRowBytes([values], { nRows, nColumns });
}

/** The same for a matrix that lies in several places, one after the other; there is at least one. */
export function* npyRowBytes(
  [first, ...others]: readonly [NpyMatrix['values'], ...NpyMatrix['values'][]],
  { nRows, nColumns }: { readonly nRows: number; readonly nColumns: number },
): Generator<Uint8Array> {
  const header = `{'descr': '${typeOf(first)}', 'fortran_order': False, 'shape': (${nRows}, ${nColumns}), }`;
  const start = new Uint8Array(WRITTEN_START).fill(SPACE);
  start.set(MAGIC);
  start.set([1, 0, WRITTEN_START - 10, 0], MAGIC.length);
  start.set(new TextEncoder().encode(header), 10);
  start[WRITTEN_START - 1] = LINE_FEED;
  yield start;
  for (const { buffer, byteOffset, byteLength } of [first, ...others]) {
    yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;

function typeOf(values: NpyMatrix['values']): string {
  if (values instanceof Uint8Array) return '|b1';
  return values instanceof Float32Array ? '<f4' : '<f8';
}

/** Whether bytes are those that every NumPy file begins with; the first six are enough. */
export function isNpy(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** A byte beyond ASCII, and NUMPY. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function readHeader(bytes: Uint8Array, name: string): { header: string; dataStart: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || !isNpy(bytes)) {
    throw npyError(name, 'is not a NumPy array');
  }
  const isFirstVersion = bytes[MAGIC.length] === 1;
  const start = isFirstVersion ? 10 : 12;
  const length = isFirstVersion ? view.getUint16(8, true) : view.getUint32(8, true);
  return {
    header: new TextDecoder().decode(bytes.subarray(start, start + length)),
    dataStart: start + length,
  };
}

function npyError(name: string, problem: string): EarmarkError {
  return new EarmarkError('USAGE_INVALID', `${name} ${problem}.`);
}
