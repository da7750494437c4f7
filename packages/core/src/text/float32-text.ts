/** More decimals than this are needed by no float32 over 1e-14; 10^22 is the last exact power. */
const MAX_DECIMALS = 22;

/** A decimal of up to six digits is found with six decimals, so fewer are not tried. */
const MIN_DECIMALS = 6;

/**
 * Shortest decimal that reads back as the same float32, for a score: 0.1, not 0.10000000149.
 *
 * Rounds with arithmetic and prints once: 22 million scores of a corpus take seconds, where trying
 * `toPrecision(6)` to `toPrecision(9)` takes a minute.
 */
export function float32Text(value: number): string {
  for (let decimals = MIN_DECIMALS; decimals <= MAX_DECIMALS; decimals++) {
    const scale = 10 ** decimals;
    const rounded = Math.round(value * scale) / scale;
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}
