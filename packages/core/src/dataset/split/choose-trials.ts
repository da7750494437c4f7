import { Bits } from './bits.ts';

export interface Choice {
  /** Places of the chosen trials, ascending. */
  readonly trials: readonly number[];
  /** The tags that any of them discards, ascending. */
  readonly discarded: readonly number[];
  /** How many trials they were chosen from. */
  readonly nCandidates: number;
  /** Whether no other choice can be better; else the search ended at its limit. */
  readonly isBest: boolean;
}

/** About 0.3 s. A corpus with many tied trials would take days: 100 of them have 75 million combinations of five. */
export const MAX_STEPS = 2_000_000;

/**
 * The `nSplits` trials that together discard fewest tags, of those that discard fewest themselves; among equals, those
 * whose discarded tags come first. Trials that tie with the last one that is looked at are looked at, too.
 *
 * Branch and bound: the union of the discarded tags only grows, so a choice is given up as soon as it is no better than
 * the best so far.
 *
 * @param trials the tags that each discards, ascending
 */
export function chooseTrials(
  trials: readonly (readonly number[])[],
  nSplits: number,
  maxSteps = MAX_STEPS,
): Choice {
  const candidates = bestTrials(trials, nSplits);
  const sets = candidates.map((trial) => Bits.of(trials[trial]!));
  let best: { readonly union: Bits; readonly chosen: readonly number[] } | null = null;
  let nSteps = 0;
  const search = (chosen: readonly number[], union: Bits, from: number): void => {
    if (best !== null && !union.isBefore(best.union)) return;
    if (chosen.length === nSplits) {
      best = { union, chosen };
      return;
    }
    const last = sets.length - (nSplits - chosen.length);
    for (let i = from; i <= last && nSteps < maxSteps; i++) {
      nSteps++;
      search([...chosen, i], union.or(sets[i]!), i + 1);
    }
  };
  search([], Bits.of([]), 0);
  const found = best as { readonly union: Bits; readonly chosen: readonly number[] } | null;
  if (found === null) throw new RangeError(`${trials.length} trials do not give ${nSplits} splits`);
  return {
    trials: found.chosen.map((i) => candidates[i]!),
    discarded: found.union.toArray(),
    nCandidates: candidates.length,
    isBest: nSteps < maxSteps,
  };
}

/** The places of the trials with fewest discarded tags, one more than there are splits and all that tie with it. */
function bestTrials(trials: readonly (readonly number[])[], nSplits: number): number[] {
  const sizes = trials.map((tags) => tags.length);
  const limit = sizes.toSorted((a, b) => a - b)[nSplits] ?? Infinity;
  return [...trials.keys()]
    .filter((trial) => sizes[trial]! <= limit)
    .sort((a, b) => sizes[a]! - sizes[b]! || a - b);
}
