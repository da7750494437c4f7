/**
 * Triangular filters from 0 Hz to half the sample rate, equally spaced on Slaney's mel scale, each
 * of area 1 over frequency in Hz.
 *
 * @returns [nFft / 2 + 1, nMels] row-major
 * @see Slaney, "Auditory Toolbox", 1998; Essentia's MelBands with `warpingFormula='slaneyMel'`,
 *   `weighting='linear'`, `normalize='unit_tri'`
 */
export function slaneyFilterbank(options: {
  readonly sampleRate: number;
  readonly nFft: number;
  readonly nMels: number;
}): Float32Array {
  const { nFft, nMels } = options;
  const nyquist = options.sampleRate / 2;
  const edges = Array.from({ length: nMels + 2 }, (_, i) => {
    return toHz((i * toMel(nyquist)) / (nMels + 1));
  });
  return Float32Array.from({ length: (nFft / 2 + 1) * nMels }, (_, i) => {
    const frequency = (Math.floor(i / nMels) / (nFft / 2)) * nyquist;
    const [low = 0, centre = 0, high = 0] = edges.slice(i % nMels);
    const rise = (frequency - low) / (centre - low);
    const fall = (high - frequency) / (high - centre);
    return (Math.max(0, Math.min(rise, fall)) * 2) / (high - low);
  });
}

/** The scale is linear up to here, 200/3 Hz a mel, and logarithmic from here on. */
const BEND_HZ = 1_000;
const BEND_MEL = 15;
const MELS_PER_NEPER = 27 / Math.log(6.4);

function toMel(frequency: number): number {
  return frequency < BEND_HZ
    ? (frequency / BEND_HZ) * BEND_MEL
    : BEND_MEL + Math.log(frequency / BEND_HZ) * MELS_PER_NEPER;
}

function toHz(mel: number): number {
  return mel < BEND_MEL
    ? (mel / BEND_MEL) * BEND_HZ
    : BEND_HZ * Math.exp((mel - BEND_MEL) / MELS_PER_NEPER);
}
