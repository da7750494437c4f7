const LEAST_POWER = 1e-10;
const DB_PER_NEPER = 10 / Math.LN10;

/** The mantissa's first seven bits choose a row: what is left to the series is below 2^-7. */
const N_ROWS = 128;
const MANTISSA_BITS = 20;
const ROW_SHIFT = MANTISSA_BITS - Math.log2(N_ROWS);

const rowInverse = Float64Array.from({ length: N_ROWS }, (_, i) => N_ROWS / (N_ROWS + i));
const rowDb = rowInverse.map((inverse) => -DB_PER_NEPER * Math.log(inverse));
const exponentScale = Float64Array.from({ length: 2_047 }, (_, e) => 2 ** (1_023 - e));
const exponentDb = exponentScale.map((scale) => -DB_PER_NEPER * Math.log(scale));

const float64 = new Float64Array(1);
const halves = new Int32Array(float64.buffer);

/**
 * 10 log10(power), and -100 for anything less than 1e-10; within 1e-8 dB.
 *
 * 6,000 calls a second of audio: with `Math.log` they are 19 % of the front end's time, so 9 %.
 */
export function powerToDb(power: number): number {
  if (power <= LEAST_POWER) return -100;
  float64[0] = power;
  const high = halves[1]!;
  const exponent = high >>> MANTISSA_BITS;
  const row = (high >>> ROW_SHIFT) & (N_ROWS - 1);
  const rest = power * exponentScale[exponent]! * rowInverse[row]! - 1;
  const series = rest * (1 - rest * (1 / 2 - rest * (1 / 3 - rest / 4)));
  return exponentDb[exponent]! + rowDb[row]! + DB_PER_NEPER * series;
}
