import { createRandom } from './random.ts';

/** A whole number in [0, below). */
export type Random = (below: number) => number;

export function wholeNumbers(seed: number): Random {
  const numbers = createRandom(seed);
  return (below) => Math.floor(numbers() * below);
}

export interface Damage {
  readonly damage: string;
  readonly apply: (bytes: Uint8Array, random: Random) => Uint8Array;
}

/** What happens to files on their way; most of it to the first `frontBytes`. */
export function damages({ frontBytes }: { readonly frontBytes: number }): readonly Damage[] {
  return [
    { damage: 'cut short', apply: (bytes, random) => bytes.subarray(0, random(bytes.length)) },
    {
      damage: 'with a bit flipped',
      apply: (bytes, random) => flipped(bytes, random(bytes.length), random),
    },
    {
      damage: 'with a bit of the front flipped',
      apply: (bytes, random) => flipped(bytes, random(frontBytes), random),
    },
    {
      damage: 'with a byte of the front replaced',
      apply: (bytes, random) => bytes.with(random(frontBytes), random(256)),
    },
    {
      damage: 'with a run of bytes replaced',
      apply: (bytes, random) => {
        const changed = Uint8Array.from(bytes);
        const start = random(frontBytes);
        return changed.fill(random(256), start, start + 1 + random(64));
      },
    },
    {
      damage: 'with a piece left out',
      apply: (bytes, random) => {
        const start = random(frontBytes);
        return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random(16))]);
      },
    },
    {
      damage: 'with a piece twice',
      apply: (bytes, random) => {
        const start = random(frontBytes);
        return Buffer.concat([bytes.subarray(0, start + 1 + random(64)), bytes.subarray(start)]);
      },
    },
  ];
}

function flipped(bytes: Uint8Array, at: number, random: Random): Uint8Array {
  return bytes.with(at, bytes[at]! ^ (1 << random(8)));
}
