import { expect, test } from 'vitest';
import { npyBytes, npyRowBytes, parseNpy } from './npy.ts';

/** A NumPy file as NumPy writes it: the header padded so that the numbers begin at a multiple of 64. */
function npy(descr: string, shape: string, data: ArrayBufferView, version = 1, order = 'False') {
  const head = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
  const fixed = version === 1 ? 10 : 12;
  const length = Math.ceil((fixed + head.length + 1) / 64) * 64 - fixed;
  const prefix = Buffer.alloc(fixed);
  prefix.write('\u0093NUMPY', 'latin1');
  prefix.writeUInt8(version, 6);
  if (version === 1) prefix.writeUInt16LE(length, 8);
  else prefix.writeUInt32LE(length, 8);
  return Buffer.concat([
    prefix,
    Buffer.from(`${head.padEnd(length - 1)}\n`),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

test.each([
  { descr: '<f4', values: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), version: 1 },
  { descr: '<f8', values: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), version: 1 },
  { descr: '<f8', values: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6), version: 2 },
  { descr: '|b1', values: Uint8Array.of(0, 1, 1, 0, 0, 1), version: 1 },
])('a matrix of $descr, version $version, is read row by row', ({ descr, values, version }) => {
  const file = npy(descr, '2, 3', values, version);
  expect(parseNpy(file, 'a.npy')).toEqual({ nRows: 2, nColumns: 3, values });
});

test('a matrix in Fortran order, as NumPy saves one that is transposed, is read row by row', () => {
  const file = npy('<f4', '2, 3', Float32Array.of(1, 2, 3, 4, 5, 6), 1, 'True');
  expect(parseNpy(file, 'a.npy')).toEqual({
    nRows: 2,
    nColumns: 3,
    values: Float32Array.of(1, 3, 5, 2, 4, 6),
  });
});

test.each([
  { descr: '<f4', values: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6) },
  { descr: '<f8', values: Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6) },
  { descr: '|b1', values: Uint8Array.of(0, 1, 1, 0, 0, 1) },
])('a matrix of $descr is written as NumPy writes it', ({ descr, values }) => {
  const bytes = Buffer.concat([...npyBytes({ nRows: 2, nColumns: 3, values })]);
  expect(bytes.equals(npy(descr, '2, 3', values))).toBe(true);
});

test('rows that lie apart are written as one matrix', () => {
  const rows = [Float32Array.of(1, 2, 3), Float32Array.of(0, 4, 5, 6).subarray(1)] as const;
  const bytes = Buffer.concat([...npyRowBytes([...rows], { nRows: 2, nColumns: 3 })]);
  expect(bytes.equals(npy('<f4', '2, 3', Float32Array.of(1, 2, 3, 4, 5, 6)))).toBe(true);
});

const six = Float64Array.of(1, 2, 3, 4, 5, 6);

test.each([
  { what: 'no array', file: Buffer.from('file,rock'), problem: 'is not a NumPy array' },
  { what: 'an empty file', file: Buffer.alloc(0), problem: 'is not a NumPy array' },
  { what: 'a vector', file: npy('<f8', '6,', six), problem: 'a matrix of' },
  { what: 'whole numbers', file: npy('<i8', '2, 3', six), problem: "'<i8'" },
  { what: 'no order', file: npy('<f8', '2, 3', six, 1, 'None'), problem: 'is needed' },
  { what: 'a cut file', file: npy('<f8', '2, 3', six).subarray(0, -8), problem: '40 bytes' },
])('$what is refused', ({ file, problem }) => {
  expect(() => parseNpy(file, 'a.npy')).toThrow(problem);
});
