const LEAST_POWER: f32 = 1e-10;
const LEAST_DB: f32 = -100;
const DB_PER_OCTAVE: f32 = 3.0102999566398120;
const DB_PER_NEPER: f32 = 4.3429448190325182;

const MANTISSA_BITS = 23;
const MANTISSA: i32 = (1 << MANTISSA_BITS) - 1;
/** The bits of sqrt(1/2), where the range of the mantissas begins: 1 lies in its middle. */
const SQRT_HALF: i32 = 0x3f35_04f3;

/**
 * 10 log10(power), within 2e-5 dB; -100 for 1e-10 or less.
 *
 * @see power = 2^octave m, and ln m = 2 artanh r with r = (m-1)/(m+1), so |r| < 0.172: what the
 *   series leaves out is 1e-7 of it
 */
export function decibels(power: v128): v128 {
  const bits = i32x4.sub(power, i32x4.splat(SQRT_HALF));
  const octave = f32x4.convert_i32x4_s(i32x4.shr_s(bits, MANTISSA_BITS));
  const m = i32x4.add(v128.and(bits, i32x4.splat(MANTISSA)), i32x4.splat(SQRT_HALF));

  const one = f32x4.splat(1);
  const r = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const r2 = f32x4.mul(r, r);
  let series = f32x4.splat(2 * DB_PER_NEPER / 7);
  series = f32x4.add(f32x4.splat(2 * DB_PER_NEPER / 5), f32x4.mul(r2, series));
  series = f32x4.add(f32x4.splat(2 * DB_PER_NEPER / 3), f32x4.mul(r2, series));
  series = f32x4.add(f32x4.splat(2 * DB_PER_NEPER), f32x4.mul(r2, series));

  const db = f32x4.add(f32x4.mul(octave, f32x4.splat(DB_PER_OCTAVE)), f32x4.mul(r, series));
  const inaudible = f32x4.le(power, f32x4.splat(LEAST_POWER));
  // Of infinity, and of what is no number, this is no number either, and the caller sees it.
  const zero = f32x4.sub(power, power);
  return v128.bitselect(f32x4.splat(LEAST_DB), f32x4.add(db, zero), inaudible);
}
