import { createFft, rootsOfUnity } from './fft.ts';

/** Fills `power` (nFft/2+1 bins) with |X|² of the windowed frame that begins at `start`. */
export type PowerSpectrum = (samples: Float32Array, start: number, power: Float64Array) => void;

/**
 * The one-sided power spectrum of real frames, by a complex FFT of half the size: even samples are
 * its real part, odd ones its imaginary part, and a last step takes the two spectra apart.
 *
 * @param nFft frame length, a power of two, at least 4
 * @param window nFft coefficients
 */
export function createPowerSpectrum(of: { nFft: number; window: Float32Array }): PowerSpectrum {
  const half = of.nFft / 2;
  const { input, output, transform } = createFft(half);
  // Half of it: the step that takes the spectra apart would halve every value.
  const window = Float64Array.from(of.window, (value) => value / 2);
  const { re: cos, im: sin } = rootsOfUnity(of.nFft);

  return (samples, start, power) => {
    for (let i = 0; i < half; i++) {
      input.re[i] = samples[start + 2 * i]! * window[2 * i]!;
      input.im[i] = samples[start + 2 * i + 1]! * window[2 * i + 1]!;
    }
    transform();

    const { re, im } = output;
    power[0] = (2 * (re[0]! + im[0]!)) ** 2;
    power[half] = (2 * (re[0]! - im[0]!)) ** 2;
    for (let k = 1; k <= half / 2; k++) {
      const mirror = half - k;
      const evenRe = re[k]! + re[mirror]!;
      const evenIm = im[k]! - im[mirror]!;
      const oddRe = im[k]! + im[mirror]!;
      const oddIm = re[mirror]! - re[k]!;
      const turnedRe = oddRe * cos[k]! - oddIm * sin[k]!;
      const turnedIm = oddRe * sin[k]! + oddIm * cos[k]!;
      power[k] = (evenRe + turnedRe) ** 2 + (evenIm + turnedIm) ** 2;
      power[mirror] = (evenRe - turnedRe) ** 2 + (evenIm - turnedIm) ** 2;
    }
  };
}
