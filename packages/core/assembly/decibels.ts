import { FLOAT, logarithm } from './memory';

const DB_PER_OCTAVE: f32 = 3.0102999566398120;
const DB_PER_NEPER: f32 = 4.3429448190325182;

const MANTISSA_BITS = 23;
const MANTISSA: i32 = (1 << MANTISSA_BITS) - 1;
/** The bits of sqrt(1/2), where the range of the mantissas begins: 1 lies in its middle. */
const SQRT_HALF: i32 = 0x3f35_04f3;

/**
 * 10 log10(value + offset), within 2e-5 dB; of the least argument where it is that or less.
 *
 * @see the argument is 2^octave m, and ln m = 2 artanh r with r = (m-1)/(m+1), so |r| < 0.172: what the
 *   series leaves out is 1e-7 of it
 */
export function decibels(value: v128): v128 {
  const argument = f32x4.add(value, v128.load32_splat(logarithm));
  const bits = i32x4.sub(argument, i32x4.splat(SQRT_HALF));
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
  const isLeast = f32x4.le(argument, v128.load32_splat(logarithm, FLOAT));
  // Of infinity, and of what is no number, this is no number either, and the caller sees it.
  const zero = f32x4.sub(argument, argument);
  return v128.bitselect(v128.load32_splat(logarithm, 2 * FLOAT), f32x4.add(db, zero), isLeast);
}
