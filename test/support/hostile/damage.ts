/** Some of the bytes damaged; `random` gives numbers in [0, 1). The input is not modified. */
type Damage = (bytes: Buffer, random: () => number) => Buffer;

/** What disks, downloads and people with time on their hands do to a file. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut off': (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
  'only a header': (bytes, random) => bytes.subarray(0, below(random, 128)),
  'begins late': (bytes, random) => bytes.subarray(below(random, bytes.length)),
  'a few bits flipped': (bytes, random) => flipBits(bytes, 1 + below(random, 8), random),
  'many bits flipped': (bytes, random) => flipBits(bytes, 1 + below(random, 1_000), random),
  'header flipped': (bytes, random) =>
    Buffer.concat([
      flipBits(bytes.subarray(0, HEADER_BYTES), 1 + below(random, 20), random),
      bytes.subarray(HEADER_BYTES),
    ]),
  'a part missing': (bytes, random) => {
    const [start, end] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  'a part twice': (bytes, random) => {
    const [start, end] = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  'parts exchanged': (bytes, random) => {
    const [start, end] = range(bytes, random);
    const parts = [bytes.subarray(end), bytes.subarray(start, end), bytes.subarray(0, start)];
    return Buffer.concat(parts);
  },
  'a part of zeros': (bytes, random) => filled(bytes, random, () => 0),
  'a part of ones': (bytes, random) => filled(bytes, random, () => 0xff),
  'a part of noise': (bytes, random) => filled(bytes, random, () => below(random, 256)),
  'a number overwritten': (bytes, random) => {
    const damaged = Buffer.from(bytes);
    const at = below(random, Math.min(HEADER_BYTES, bytes.length - 4));
    const value = EXTREMES[below(random, EXTREMES.length)] ?? 0;
    if (random() < 0.5) damaged.writeUInt32LE(value, at);
    else damaged.writeUInt32BE(value, at);
    return damaged;
  },
};

const HEADER_BYTES = 512;

const EXTREMES = [0, 1, 0xff, 0x7fff, 0xffff, 0x00ffffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** A whole number from 0 up to, and without, `end`. */
function below(random: () => number, end: number): number {
  return Math.floor(random() * end);
}

function range(bytes: Buffer, random: () => number): readonly [number, number] {
  const a = below(random, bytes.length);
  const b = below(random, bytes.length);
  return [Math.min(a, b), Math.max(a, b)];
}

function flipBits(bytes: Buffer, nBits: number, random: () => number): Buffer {
  const damaged = Buffer.from(bytes);
  for (let i = 0; i < nBits; i++) {
    const bit = below(random, 8 * bytes.length);
    damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
  return damaged;
}

function filled(bytes: Buffer, random: () => number, value: () => number): Buffer {
  const [start, end] = range(bytes, random);
  const damaged = Buffer.from(bytes);
  for (let i = start; i < end; i++) damaged[i] = value();
  return damaged;
}
