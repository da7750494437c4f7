import type { NewOutcomes, Settlement } from './settle.ts';

/** Settles a job. Its outcomes that were new; none when it was settled before. */
export type Settler = (settlement: Settlement) => Promise<NewOutcomes>;

/** Jobs settled together at most: a statement of about half a megabyte. */
const MAX_TOGETHER = 64;

/**
 * One statement at a time; what comes in meanwhile goes into the next one, run by run. So nothing waits when there is
 * little to settle, and when there is much the run's row, which every settlement changes, is no hot spot.
 *
 * @param settleTogether writes all of them or none; the new outcomes of each, in the order given
 */
export function createSettler(
  settleTogether: (
    settlements: readonly [Settlement, ...Settlement[]],
  ) => Promise<readonly NewOutcomes[]>,
): Settler {
  let waiting: Waiting[] = [];
  let isSettling = false;

  const settleWaiting = async (): Promise<void> => {
    isSettling = true;
    for (let [first] = waiting; first; [first] = waiting) {
      const { runId } = first.settlement;
      const ofRun = waiting.filter(({ settlement }) => settlement.runId === runId);
      const together = ofRun.slice(0, MAX_TOGETHER);
      waiting = waiting.filter((one) => !together.includes(one));
      await settleAll(together);
    }
    isSettling = false;
  };

  /** What cannot be settled fails alone. */
  const settleAll = async (together: readonly Waiting[]): Promise<void> => {
    const [first, ...others] = together;
    if (!first) return;
    try {
      const newOutcomes = await settleTogether([
        first.settlement,
        ...others.map(({ settlement }) => settlement),
      ]);
      together.forEach(({ resolve }, i) => {
        resolve(newOutcomes[i] ?? []);
      });
    } catch (error) {
      if (others.length === 0) first.reject(error);
      else for (const one of together) await settleAll([one]);
    }
  };

  return (settlement) =>
    new Promise((resolve, reject) => {
      waiting.push({ settlement, resolve, reject });
      if (!isSettling) void settleWaiting();
    });
}

interface Waiting {
  readonly settlement: Settlement;
  readonly resolve: (newOutcomes: NewOutcomes) => void;
  readonly reject: (reason: unknown) => void;
}
