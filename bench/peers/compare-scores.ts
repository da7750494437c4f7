import type { ScoresByNetwork } from './cost.ts';

/** More than that, and two programs have not done the same work. */
export const MOST_DIFFERENCE = 1e-3;

/**
 * The largest difference of any two scores of a network for the same track and tag.
 *
 * @throws Error when it exceeds `MOST_DIFFERENCE`, or when one has scores that the other lacks
 */
export function largestDifference(
  network: string,
  ours: ScoresByNetwork,
  theirs: ScoresByNetwork,
): number {
  const [mine = [], other = []] = [ours[network], theirs[network]];
  if (mine.length === 0 || shapeOf(mine) !== shapeOf(other)) {
    throw new Error(
      `The scores of ${network} cannot be compared: ${shapeOf(mine)} and ${shapeOf(other)} of them.`,
    );
  }
  const differences = mine.flatMap((scores, track) =>
    scores.map((score, tag) => Math.abs(score - (other[track]?.[tag] ?? NaN))),
  );
  const largest = Math.max(...differences);
  // Not `>`: a score that is no number differs from all others.
  if (largest <= MOST_DIFFERENCE) return largest;
  throw new Error(
    `The scores of ${network} differ by ${largest.toFixed(4)}, more than ${String(MOST_DIFFERENCE)}: ` +
      'the times cannot be compared.',
  );
}

/** `50 + 50` for two tracks with 50 scores each. */
function shapeOf(tracks: readonly (readonly number[])[]): string {
  return tracks.map(({ length }) => length).join(' + ') || '0';
}
