export const N_HARMONICS = 6;
/** Half semitones from C1 to E6. */
export const N_BANDS = 128;

/**
 * Triangular filters around the first six multiples of each of 128 notes.
 *
 * @param bandwidthQ learnt; divides the bandwidths
 * @returns [nFft / 2 + 1, N_HARMONICS * N_BANDS] row-major, bands of one harmonic together
 * @see Won et al., "Data-driven Harmonic Filters", 2020, equations 2 to 4
 */
export function harmonicFilterbank(options: {
  readonly bandwidthQ: number;
  readonly nFft: number;
}): Float32Array {
  const { bandwidthQ, nFft } = options;
  const nBins = nFft / 2 + 1;
  const centres = Array.from({ length: N_HARMONICS }, (_, h) => {
    return Array.from({ length: N_BANDS }, (_, band) => (h + 1) * noteFrequency(band));
  }).flat();
  return Float32Array.from(
    Array.from({ length: nBins }, (_, bin) => {
      const frequency = (bin / (nBins - 1)) * NYQUIST;
      return centres.map((centre) => {
        const bandwidth = (0.1079 * centre + 24.7) / bandwidthQ;
        return Math.max(0, 1 - (2 * Math.abs(frequency - centre)) / bandwidth);
      });
    }).flat(),
  );
}

const NYQUIST = 8_000;

/** In Hz; band 0 is C1, MIDI note 24, and A4 = 440 Hz is note 69. */
function noteFrequency(band: number): number {
  return 440 * 2 ** ((24 + band / 2 - 69) / 12);
}
