/** A complex signal, as two arrays of equal length. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export interface Fft {
  /** Where the signal goes before `transform`, which uses it as scratch space. */
  readonly input: Complex;
  /** Where the spectrum is after `transform`. */
  readonly output: Complex;
  readonly transform: () => void;
}

/**
 * A plan for the forward FFT of `n` complex points, not normalised. It owns its buffers: a
 * transform allocates nothing, and one plan serves one caller at a time.
 *
 * @param n a power of two, at least 2
 * @throws RangeError when it is not
 * @see Stockham's self-sorting FFT: no bit reversal, and every pass reads and writes whole runs
 */
export function createFft(n: number): Fft {
  const log2n = Math.log2(n);
  if (!Number.isInteger(log2n) || n < 2) {
    throw new RangeError(`An FFT has 2, 4, 8, 16 … points, not ${String(n)}.`);
  }
  const input = complexZeros(n);
  const other = complexZeros(n);
  const roots = rootsOfUnity(n);
  const nPasses = Math.ceil(log2n / 2);

  return {
    input,
    output: nPasses % 2 === 0 ? input : other,
    transform() {
      let [from, to] = [input, other];
      for (let stride = 1; stride < n; stride *= 4) {
        if (stride * 4 <= n) radix4(from, to, stride, roots);
        else radix2(from, to, stride);
        [from, to] = [to, from];
      }
    },
  };
}

/** exp(-2πik/n) for k = 0 … n-1. */
export function rootsOfUnity(n: number): Complex {
  const angles = Float64Array.from({ length: n }, (_, k) => (-2 * Math.PI * k) / n);
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
}

/** A pass over n/4 butterflies, `stride` of them in a row with the same roots; 4 passes a frame. */
function radix4({ re, im }: Complex, to: Complex, stride: number, roots: Complex): void {
  const quarter = re.length / 4;
  const { re: outRe, im: outIm } = to;
  const { re: cos, im: sin } = roots;

  for (let k = 0; k < quarter; k += stride) {
    const cos1 = cos[k]!;
    const sin1 = sin[k]!;
    const cos2 = cos[2 * k]!;
    const sin2 = sin[2 * k]!;
    const cos3 = cos[3 * k]!;
    const sin3 = sin[3 * k]!;

    for (let i = k; i < k + stride; i++) {
      const aRe = re[i]!;
      const aIm = im[i]!;
      const bRe = re[i + quarter]!;
      const bIm = im[i + quarter]!;
      const cRe = re[i + 2 * quarter]!;
      const cIm = im[i + 2 * quarter]!;
      const dRe = re[i + 3 * quarter]!;
      const dIm = im[i + 3 * quarter]!;

      const sumAcRe = aRe + cRe;
      const sumAcIm = aIm + cIm;
      const sumBdRe = bRe + dRe;
      const sumBdIm = bIm + dIm;
      // The difference of b and d, turned by -90 degrees.
      const turnedRe = bIm - dIm;
      const turnedIm = dRe - bRe;
      const oneRe = aRe - cRe + turnedRe;
      const oneIm = aIm - cIm + turnedIm;
      const twoRe = sumAcRe - sumBdRe;
      const twoIm = sumAcIm - sumBdIm;
      const threeRe = aRe - cRe - turnedRe;
      const threeIm = aIm - cIm - turnedIm;

      const o = i + 3 * k;
      outRe[o] = sumAcRe + sumBdRe;
      outIm[o] = sumAcIm + sumBdIm;
      outRe[o + stride] = oneRe * cos1 - oneIm * sin1;
      outIm[o + stride] = oneRe * sin1 + oneIm * cos1;
      outRe[o + 2 * stride] = twoRe * cos2 - twoIm * sin2;
      outIm[o + 2 * stride] = twoRe * sin2 + twoIm * cos2;
      outRe[o + 3 * stride] = threeRe * cos3 - threeIm * sin3;
      outIm[o + 3 * stride] = threeRe * sin3 + threeIm * cos3;
    }
  }
}

/** The last pass when n is twice a power of four: all its twiddle factors are 1. */
function radix2({ re, im }: Complex, to: Complex, stride: number): void {
  for (let i = 0; i < stride; i++) {
    to.re[i] = re[i]! + re[i + stride]!;
    to.im[i] = im[i]! + im[i + stride]!;
    to.re[i + stride] = re[i]! - re[i + stride]!;
    to.im[i + stride] = im[i]! - im[i + stride]!;
  }
}

function complexZeros(n: number): Complex {
  return { re: new Float64Array(n), im: new Float64Array(n) };
}
