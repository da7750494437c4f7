import { expect, test } from 'vitest';
import { chooseTrials } from './choose-trials.ts';

/** Every combination of `n` of these. */
function combinations<T>(items: readonly T[], n: number): T[][] {
  if (n === 0) return [[]];
  return items.flatMap((item, i) =>
    combinations(items.slice(i + 1), n - 1).map((rest) => [item, ...rest]),
  );
}

/** Numbers that look random, the same in every run. */
function* numbers(): Generator<number> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

const union = (trials: readonly (readonly number[])[]) =>
  [...new Set(trials.flat())].sort((a, b) => a - b);

test('the choice is the best of all combinations', () => {
  const random = numbers();
  const next = (below: number) => random.next().value! % below;
  for (let round = 0; round < 40; round++) {
    const trials = Array.from({ length: 8 }, () =>
      union([Array.from({ length: 2 + next(2) }, () => next(40))]),
    );
    const found = chooseTrials(trials, 3);
    const sizes = trials.map((tags) => tags.length).sort((a, b) => a - b);
    const candidates = trials.filter((tags) => tags.length <= sizes[3]!);
    const [best] = combinations(candidates, 3)
      .map(union)
      .sort((a, b) => a.length - b.length || firstDifference(a, b));
    expect(found).toMatchObject({ discarded: best, isBest: true, nCandidates: candidates.length });
    expect(union(found.trials.map((trial) => trials[trial]!))).toEqual(best);
  }
});

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

test('trials that discard the same tags are as good as others', () => {
  expect(chooseTrials([[1], [1], [1], [2, 3]], 3)).toEqual({
    trials: [0, 1, 2],
    discarded: [1],
    nCandidates: 4,
    isBest: true,
  });
  expect(chooseTrials([[], [], []], 2)).toMatchObject({ trials: [0, 1], discarded: [] });
});

test('a search that reaches its limit says so, and gives the best choice so far', () => {
  const trials = Array.from({ length: 60 }, (_, i) => [i, 100 - i]);
  const choice = chooseTrials(trials, 5, 1_000);
  expect(choice.isBest).toBe(false);
  expect(choice.trials).toHaveLength(5);
  expect(choice.discarded).toEqual(union(choice.trials.map((trial) => trials[trial]!)));
});

test('numbers beyond a machine word are told apart', () => {
  expect(chooseTrials([[31], [32], [63, 64], [32]], 2).discarded).toEqual([32]);
});
