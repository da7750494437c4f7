import { createRandom, shuffled } from '../random.ts';
import { bombs } from './bombs.ts';
import { DAMAGES } from './damage.ts';
import { impostors } from './impostors.ts';
import { liesAbout, type NamedBytes } from './lies.ts';
import { makeOriginals, type Original } from './originals.ts';
import { type Canary, referencesTo } from './references.ts';

export interface HostileCorpus {
  /** The files that somebody thought of. */
  readonly made: readonly NamedBytes[];
  /** So many files with names of their own: at least half of them damaged, the others made. */
  files(nFiles: number): Generator<NamedBytes>;
}

/**
 * Hostile files of every format that the product reads; the same ones for the same seed.
 *
 * @param folder of files that are needed on the way
 */
export function hostileCorpus(options: {
  readonly seed: number;
  readonly folder: string;
  readonly canary: Canary;
}): HostileCorpus {
  const { seed, folder, canary } = options;
  const originals = makeOriginals(folder);
  const made = [
    ...referencesTo(canary),
    ...bombs(),
    ...liesAbout(originals),
    ...impostors(originals, folder),
  ];
  return {
    made,
    *files(nFiles) {
      const chosen = shuffled(made, createRandom(seed)).slice(0, Math.floor(nFiles / 2));
      yield* chosen;
      for (let i = chosen.length; i < nFiles; i++) yield damaged(originals, seed, i);
    },
  };
}

/** The i-th file is the same however many there are. */
function damaged(originals: readonly Original[], seed: number, i: number): NamedBytes {
  const random = createRandom(seed * 1_000_003 + i);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const { format, bytes } = pick(originals);
  const [damage, inflict] = pick(Object.entries(DAMAGES));
  return { name: `${damage}, ${String(i)}.${format}`, bytes: inflict(bytes, random) };
}
