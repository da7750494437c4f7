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
  // Most often it is in the middle; what is more than there need not be added up.
  let least = errorAt(Math.floor(nLags / 2), { actual, expected, atMost: Infinity });
  for (let lag = 0; lag < nLags; lag++) {
    least = Math.min(least, errorAt(lag, { actual, expected, atMost: least }));
  }
  const signal = expected.reduce((sum, value) => sum + value * value, 0);
  return 10 * Math.log10(signal / least);
}

interface Compared {
  readonly actual: Float32Array;
  readonly expected: Float32Array;
  /** Where the error is more, any such number is returned. */
  readonly atMost: number;
}

/** NaN where `actual` is too short. */
function errorAt(lag: number, { actual, expected, atMost }: Compared): number {
  let error = 0;
  // Plain loop: it is the inner one of `bestSnrDb`.
  for (let i = 0; i < expected.length && !(error > atMost); i++) {
    const difference = (actual[lag + i] ?? NaN) - expected[i]!;
    error += difference * difference;
  }
  return error;
}

function toFloats(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
