import { type Complex, createFft, type Fft } from './fft.ts';

/** A plan for the discrete Fourier transform of `n` complex points, any number of them; else like `createFft`. */
export function createDft(n: number): Fft {
  return Number.isInteger(Math.log2(n)) ? createFft(n) : createChirpTransform(n);
}

/**
 * By way of a convolution, which FFTs of 2 to 4 times the length compute.
 *
 * @see Bluestein's algorithm: kj = (k² + j² - (k - j)²) / 2, so X is w times (x w) convolved with 1 / w, w_k = exp(-πik²/n)
 */
function createChirpTransform(n: number): Fft {
  const length = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const fft = createFft(length);
  const chirp = createChirp(n);
  const response = chirpResponse(chirp, fft);
  const input = { re: new Float64Array(n), im: new Float64Array(n) };
  const output = { re: new Float64Array(n), im: new Float64Array(n) };

  return {
    input,
    output,
    transform() {
      fft.input.re.fill(0, n);
      fft.input.im.fill(0, n);
      multiply(input, chirp, fft.input, n);
      fft.transform();
      // The inverse transform is the conjugate of the transform of the conjugate.
      multiply(fft.output, response, fft.input, length);
      negate(fft.input.im);
      fft.transform();
      negate(fft.output.im);
      multiply(fft.output, chirp, output, n);
    },
  };
}

function createChirp(n: number): Complex {
  // The square modulo a period, which stays exact.
  const angles = Float64Array.from({ length: n }, (_, k) => (-Math.PI * ((k * k) % (2 * n))) / n);
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
}

/** The spectrum of the conjugate chirp, from 1 - n to n - 1, divided by the length of the FFT. */
function chirpResponse(chirp: Complex, { input, output, transform }: Fft): Complex {
  const length = input.re.length;
  chirp.re.forEach((re, k) => {
    for (const at of [k, (length - k) % length]) {
      input.re[at] = re / length;
      input.im[at] = -chirp.im[k]! / length;
    }
  });
  transform();
  return { re: output.re.slice(), im: output.im.slice() };
}

/** The first `n` products, which may replace one of the factors. */
function multiply(a: Complex, b: Complex, out: Complex, n: number): void {
  for (let i = 0; i < n; i++) {
    const [aRe, aIm, bRe, bIm] = [a.re[i]!, a.im[i]!, b.re[i]!, b.im[i]!];
    out.re[i] = aRe * bRe - aIm * bIm;
    out.im[i] = aRe * bIm + aIm * bRe;
  }
}

function negate(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = -values[i]!;
}
