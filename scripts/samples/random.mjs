/** Numbers in [0, 1) that are the same on every machine (Mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `seconds` of white noise in [-1, 1). */
export function noise(nSamples, random) {
  return Float32Array.from({ length: nSamples }, () => random() * 2 - 1);
}
