import { rootsOfUnity } from './fft.ts';
import { melFilters } from './mel-filter.ts';

/**
 * Coefficients of the kernel of the log-mel front end, in the order that `assembly/memory.ts`
 * expects.
 *
 * @param nFft frame length in samples, a power of two
 */
export function logMelCoefficients(of: {
  readonly nFft: number;
  readonly nMels: number;
  readonly window: Float32Array;
  readonly filterbank: Float32Array;
}): readonly (Float32Array | Int32Array)[] {
  const roots = rootsOfUnity(of.nFft);
  const filters = melFilters(of.filterbank, of.nMels);
  return [
    // Half of it: the step that takes the spectra of even and odd samples apart doubles all values.
    of.window.map((value) => value / 2),
    Float32Array.from({ length: 2 * of.nFft }, (_, i) => {
      return (i % 2 === 0 ? roots.re : roots.im)[i >> 1]!;
    }),
    Int32Array.from(filters.flatMap(({ firstBin, weights }) => [firstBin, weights.length])),
    ...filters.map(({ weights }) => weights),
  ];
}
