import { readFileSync } from 'node:fs';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { Architecture } from '@earmark/core/model/model-spec.js';
import { expect, test } from 'vitest';
import { convertCheckpoint } from '../convert-checkpoint.ts';

const N_CASES = 250;

/** The pickles lie at the front, where damage does most. */
const FRONT_BYTES = 8_000;

interface Damage {
  readonly name: string;
  readonly apply: (bytes: Uint8Array, random: Random) => Uint8Array;
}

const DAMAGES: readonly Damage[] = [
  { name: 'cut short', apply: (bytes, random) => bytes.subarray(0, random(bytes.length)) },
  {
    name: 'with a bit flipped',
    apply: (bytes, random) => {
      const at = random(bytes.length);
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random(8)));
    },
  },
  {
    name: 'with a byte of the front replaced',
    apply: (bytes, random) => bytes.with(random(FRONT_BYTES), random(256)),
  },
  {
    name: 'with a run of bytes replaced',
    apply: (bytes, random) => {
      const changed = Uint8Array.from(bytes);
      const start = random(FRONT_BYTES);
      return changed.fill(random(256), start, start + 1 + random(64));
    },
  },
  {
    name: 'with a piece left out',
    apply: (bytes, random) => {
      const start = random(FRONT_BYTES);
      return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random(16))]);
    },
  },
];

/** A zip archive and an old container. */
const CASES = (['sample', 'se'] satisfies Architecture[]).flatMap((architecture) =>
  DAMAGES.map((damage, seed) => ({ architecture, seed, ...damage })),
);

test.each(CASES)('$architecture $name is converted or refused', ({ architecture, seed, apply }) => {
  const bytes = Uint8Array.from(
    readFileSync(new URL(`../../../../test/fixtures/tiny/${architecture}.pth`, import.meta.url)),
  );
  const random = createRandom(seed);
  const errors: unknown[] = [];
  for (let i = 0; i < N_CASES; i++) {
    try {
      convertCheckpoint(apply(bytes, random), architecture);
    } catch (error) {
      errors.push(error);
    }
  }
  const codes = errors.map((error) => (error instanceof EarmarkError ? error.code : error));
  expect(new Set(codes)).toEqual(new Set(['CHECKPOINT_INVALID']));
});

type Random = (below: number) => number;

/** Integers in [0, below), the same for the same seed. @see Marsaglia, "Xorshift RNGs", 2003 */
function createRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
