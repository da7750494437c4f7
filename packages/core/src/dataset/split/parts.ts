export const PARTS = ['train', 'test', 'validation'] as const;

/** A part of a split. */
export type Part = (typeof PARTS)[number];

/** A number for each part. */
export type PerPart = Readonly<Record<Part, number>>;

/**
 * The part of each of some artists, by their place: the first are for training, the next for testing, the others for
 * validation. Shares are rounded up in this order, so that few artists can leave no one for validation.
 *
 * @param ratio in percent, 100 in all
 */
export function partsOfArtists(nArtists: number, ratio: PerPart): Part[] {
  const nTrain = Math.ceil((nArtists * ratio.train) / 100);
  const nTest = Math.ceil((nArtists * ratio.test) / 100);
  return Array.from({ length: nArtists }, (_, i) => {
    if (i < nTrain) return 'train';
    return i < nTrain + nTest ? 'test' : 'validation';
  });
}
