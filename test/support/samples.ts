import { readFileSync } from 'node:fs';

/** Raw float32 little endian. */
export function readFloats(path: string): Float32Array {
  return toFloats(readFileSync(path));
}

/** The values of a NumPy file, version 1, of float32 in C order. */
export function readNpyFloats(path: string): Float32Array {
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt16LE(8);
  return toFloats(bytes.subarray(10 + headerLength));
}

/** Signal over error, in dB; Infinity when there is no error. */
export function snrDb(actual: Float32Array, expected: Float32Array): number {
  let signal = 0;
  let error = 0;
  // Plain loop: it is the inner one of `bestSnrDb`.
  for (let i = 0; i < expected.length; i++) {
    const value = expected[i]!;
    const difference = (actual[i] ?? NaN) - value;
    signal += value * value;
    error += difference * difference;
  }
  return 10 * Math.log10(signal / error);
}

/** Signal over error, in dB, where `expected` is found in `actual` with the least error. */
export function bestSnrDb(actual: Float32Array, expected: Float32Array): number {
  const nLags = Math.max(1, actual.length - expected.length + 1);
  const at = (lag: number) => snrDb(actual.subarray(lag, lag + expected.length), expected);
  return Array.from({ length: nLags }, (_, lag) => at(lag)).reduce((a, b) => Math.max(a, b));
}

function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
