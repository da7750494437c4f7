import type { SpectrogramSpec } from '../../model/spectrogram-spec.ts';

export type WindowName = Exclude<SpectrogramSpec['window'], 'stored'>;

/** Each window is a sum of cosines, a0 - a1 cos x + a2 cos 2x, whose period a symmetric one ends a sample earlier. */
const WINDOWS: Readonly<Record<WindowName, { terms: readonly number[]; symmetric: boolean }>> = {
  hann: { terms: [0.5, 0.5], symmetric: false },
  'hann-symmetric': { terms: [0.5, 0.5], symmetric: true },
  hamming: { terms: [0.54, 0.46], symmetric: false },
  'hamming-symmetric': { terms: [0.54, 0.46], symmetric: true },
  blackman: { terms: [0.42, 0.5, 0.08], symmetric: false },
  'blackman-symmetric': { terms: [0.42, 0.5, 0.08], symmetric: true },
  rectangular: { terms: [1], symmetric: false },
};

/**
 * The coefficients of a window.
 *
 * @param length 2 or more
 * @see scipy.signal.get_window, `fftbins=False` for the symmetric ones
 */
export function createWindow(name: WindowName, length: number): Float32Array {
  const { terms, symmetric } = WINDOWS[name];
  const period = symmetric ? length - 1 : length;
  return Float32Array.from({ length }, (_, i) => {
    return terms.reduce((sum, term, k) => {
      return sum + (-1) ** k * term * Math.cos((2 * Math.PI * k * i) / period);
    }, 0);
  });
}
