import { groupCalls } from './group-calls.ts';
import type { NewOutcomes, Settlement } from './settle.ts';

/** Settles a job. Its outcomes that were new; none when it was settled before. */
export type Settler = (settlement: Settlement) => Promise<NewOutcomes>;

/** Jobs settled together at most: a statement of about a quarter of a megabyte. */
const MAX_TOGETHER = 64;

/**
 * Settles jobs that end together in one statement, run by run: so the run's row, which every settlement changes, is no
 * hot spot.
 *
 * @param settleTogether writes all of them or none; the new outcomes of each, in the order given
 */
export function createSettler(
  settleTogether: (
    settlements: readonly [Settlement, ...Settlement[]],
  ) => Promise<readonly NewOutcomes[]>,
): Settler {
  return groupCalls(settleTogether, {
    limit: MAX_TOGETHER,
    belongTogether: (a, b) => a.runId === b.runId,
  });
}
