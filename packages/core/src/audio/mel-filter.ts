/** The part of one band's filter that is not zero. */
export interface MelFilter {
  readonly firstBin: number;
  readonly weights: Float32Array;
}

/**
 * The filters of a stored filter bank, one a band, without the 98 % of it that is zero. A band
 * whose filter is all zero keeps its place, with no weights.
 *
 * @param filterbank [nBins, nMels] row-major
 */
export function melFilters(filterbank: Float32Array, nMels: number): readonly MelFilter[] {
  const nBins = filterbank.length / nMels;
  return Array.from({ length: nMels }, (_, band) => {
    const column = Float32Array.from({ length: nBins }, (_, bin) => {
      return filterbank[bin * nMels + band]!;
    });
    const firstBin = Math.max(
      0,
      column.findIndex((weight) => weight !== 0),
    );
    const lastBin = column.findLastIndex((weight) => weight !== 0);
    return { firstBin, weights: column.subarray(firstBin, lastBin + 1) };
  });
}
