/** Numbers in [0, 1), the same for the same seed. @see mulberry32 */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Nearly normal numbers of mean 0 and variance 1, within ±3.5: sums of four. */
export function createNoise(seed: number): () => number {
  const random = createRandom(seed);
  const scale = Math.sqrt(3);
  return () => (random() + random() + random() + random() - 2) * scale;
}
