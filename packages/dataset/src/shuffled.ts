import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A function that returns items in a random order, every order being as likely; a seed gives the same orders again. */
export function createShuffle(seed: number): <T>(items: readonly T[]) => T[] {
  const generator = xoroshiro128plus(seed);
  return <T>(items: readonly T[]) => {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const other = uniformInt(generator, 0, i);
      [shuffled[i], shuffled[other]] = [shuffled[other] as T, shuffled[i] as T];
    }
    return shuffled;
  };
}
