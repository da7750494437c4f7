import { FLOAT, VECTOR, nFft, roots, spectrum } from './memory';

/**
 * |X|² of the nFft/2+1 bins. The transform of the points holds the spectra of even and odd samples,
 * mixed: bin k and its mirror take them apart, twice as large, which is why the window is halved.
 */
export function powerSpectrum(points: usize): void {
  const half = nFft / 2;
  const firstRe = v128.load(points);
  const firstIm = v128.load(points, VECTOR);
  const sum = f32x4.add(firstRe, firstIm);
  const difference = f32x4.sub(firstRe, firstIm);
  const four = f32x4.splat(4);
  v128.store(spectrum, f32x4.mul(four, f32x4.mul(sum, sum)));
  v128.store(spectrum + half * VECTOR, f32x4.mul(four, f32x4.mul(difference, difference)));

  for (let k: usize = 1; k <= half / 2; k++) {
    const mirror = half - k;
    const re = v128.load(points + 2 * k * VECTOR);
    const im = v128.load(points + 2 * k * VECTOR, VECTOR);
    const mirrorRe = v128.load(points + 2 * mirror * VECTOR);
    const mirrorIm = v128.load(points + 2 * mirror * VECTOR, VECTOR);
    const cos = v128.load32_splat(roots + 2 * k * FLOAT);
    const sin = v128.load32_splat(roots + 2 * k * FLOAT, FLOAT);

    const evenRe = f32x4.add(re, mirrorRe);
    const evenIm = f32x4.sub(im, mirrorIm);
    const oddRe = f32x4.add(im, mirrorIm);
    const oddIm = f32x4.sub(mirrorRe, re);
    const turnedRe = f32x4.sub(f32x4.mul(oddRe, cos), f32x4.mul(oddIm, sin));
    const turnedIm = f32x4.add(f32x4.mul(oddRe, sin), f32x4.mul(oddIm, cos));
    storePower(k, f32x4.add(evenRe, turnedRe), f32x4.add(evenIm, turnedIm));
    storePower(mirror, f32x4.sub(evenRe, turnedRe), f32x4.sub(evenIm, turnedIm));
  }
}

// @ts-ignore: decorator
@inline
function storePower(bin: usize, re: v128, im: v128): void {
  v128.store(spectrum + bin * VECTOR, f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im)));
}

/** |X| of each bin in place of |X|². */
export function magnitudes(): void {
  const end = spectrum + (nFft / 2 + 1) * VECTOR;
  for (let bin = spectrum; bin < end; bin += VECTOR) v128.store(bin, f32x4.sqrt(v128.load(bin)));
}
