import { FLOAT, VECTOR, otherPoints, points, roots } from './memory';

const POINT: usize = 2 * VECTOR;
/** From one root of nPoints = nFft/2 to the next: every other root of nFft. */
const ROOT: usize = 4 * FLOAT;

/**
 * The forward FFT of the points, not normalised: returns where the spectra lie.
 *
 * @see Stockham's self-sorting FFT: no bit reversal, and every pass reads and writes whole runs
 */
export function fourierTransform(nPoints: usize): usize {
  let from = points;
  let to = otherPoints;
  for (let stride: usize = 1; stride < nPoints; ) {
    const radix = radixOf(nPoints / stride);
    if (radix == 4) radix4(from, to, nPoints, stride);
    else if (radix == 2) radix2(from, to, stride);
    else radixOdd(radix, from, to, nPoints, stride);
    const swap = from;
    from = to;
    to = swap;
    stride *= radix;
  }
  return from;
}

/** The factor of `n` that the next pass takes: 4, then the odd ones, and 2 in the last pass only. */
function radixOf(n: usize): usize {
  if (n % 4 == 0) return 4;
  if (n == 2) return 2;
  let radix: usize = 3;
  while (n % radix != 0) radix += 2;
  return radix;
}

/** A pass over nPoints/4 butterflies, `stride` of them in a row with the same roots. */
function radix4(from: usize, to: usize, nPoints: usize, stride: usize): void {
  const quarter = (nPoints / 4) * POINT;
  const run = stride * POINT;
  for (let k: usize = 0; k < quarter; k += run) {
    const root = (k / POINT) * ROOT;
    const cos1 = v128.load32_splat(roots + root);
    const sin1 = v128.load32_splat(roots + root, FLOAT);
    const cos2 = v128.load32_splat(roots + 2 * root);
    const sin2 = v128.load32_splat(roots + 2 * root, FLOAT);
    const cos3 = v128.load32_splat(roots + 3 * root);
    const sin3 = v128.load32_splat(roots + 3 * root, FLOAT);

    for (let i = k; i < k + run; i += POINT) {
      const aRe = v128.load(from + i);
      const aIm = v128.load(from + i, VECTOR);
      const bRe = v128.load(from + i + quarter);
      const bIm = v128.load(from + i + quarter, VECTOR);
      const cRe = v128.load(from + i + 2 * quarter);
      const cIm = v128.load(from + i + 2 * quarter, VECTOR);
      const dRe = v128.load(from + i + 3 * quarter);
      const dIm = v128.load(from + i + 3 * quarter, VECTOR);

      const sumAcRe = f32x4.add(aRe, cRe);
      const sumAcIm = f32x4.add(aIm, cIm);
      const sumBdRe = f32x4.add(bRe, dRe);
      const sumBdIm = f32x4.add(bIm, dIm);
      const lessAcRe = f32x4.sub(aRe, cRe);
      const lessAcIm = f32x4.sub(aIm, cIm);
      // The difference of b and d, turned by -90 degrees.
      const turnedRe = f32x4.sub(bIm, dIm);
      const turnedIm = f32x4.sub(dRe, bRe);
      const oneRe = f32x4.add(lessAcRe, turnedRe);
      const oneIm = f32x4.add(lessAcIm, turnedIm);
      const twoRe = f32x4.sub(sumAcRe, sumBdRe);
      const twoIm = f32x4.sub(sumAcIm, sumBdIm);
      const threeRe = f32x4.sub(lessAcRe, turnedRe);
      const threeIm = f32x4.sub(lessAcIm, turnedIm);

      const o = to + i + 3 * k;
      v128.store(o, f32x4.add(sumAcRe, sumBdRe));
      v128.store(o, f32x4.add(sumAcIm, sumBdIm), VECTOR);
      storeTurned(o + run, oneRe, oneIm, cos1, sin1);
      storeTurned(o + 2 * run, twoRe, twoIm, cos2, sin2);
      storeTurned(o + 3 * run, threeRe, threeIm, cos3, sin3);
    }
  }
}

// @ts-ignore: decorator
@inline
function storeTurned(to: usize, re: v128, im: v128, cos: v128, sin: v128): void {
  v128.store(to, f32x4.sub(f32x4.mul(re, cos), f32x4.mul(im, sin)));
  v128.store(to, f32x4.add(f32x4.mul(re, sin), f32x4.mul(im, cos)), VECTOR);
}

/** The last pass when nPoints is twice a power of four: all its roots are 1. */
function radix2(from: usize, to: usize, stride: usize): void {
  const run = stride * POINT;
  for (let i: usize = 0; i < run; i += VECTOR) {
    const a = v128.load(from + i);
    const b = v128.load(from + run + i);
    v128.store(to + i, f32x4.add(a, b));
    v128.store(to + run + i, f32x4.sub(a, b));
  }
}

/** A pass over nPoints/radix butterflies, which are sums of `radix` products for each value. */
function radixOdd(radix: usize, from: usize, to: usize, nPoints: usize, stride: usize): void {
  const part = (nPoints / radix) * POINT;
  const run = stride * POINT;
  for (let k: usize = 0; k < part; k += run) {
    for (let j: usize = 0; j < radix; j++) {
      const root = roots + j * (k / POINT) * ROOT;
      const cos = v128.load32_splat(root);
      const sin = v128.load32_splat(root, FLOAT);
      for (let i = k; i < k + run; i += POINT) {
        let re = f32x4.splat(0);
        let im = f32x4.splat(0);
        for (let m: usize = 0; m < radix; m++) {
          const x = from + i + m * part;
          const xRe = v128.load(x);
          const xIm = v128.load(x, VECTOR);
          const turn = roots + ((m * j) % radix) * (nPoints / radix) * ROOT;
          const turnCos = v128.load32_splat(turn);
          const turnSin = v128.load32_splat(turn, FLOAT);
          re = f32x4.add(re, f32x4.sub(f32x4.mul(xRe, turnCos), f32x4.mul(xIm, turnSin)));
          im = f32x4.add(im, f32x4.add(f32x4.mul(xRe, turnSin), f32x4.mul(xIm, turnCos)));
        }
        storeTurned(to + i + (radix - 1) * k + j * run, re, im, cos, sin);
      }
    }
  }
}
