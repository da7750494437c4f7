const first = Number(process.env['EARMARK_FAULT_SEED'] ?? 1);
const nRounds = Number(process.env['EARMARK_FAULT_ROUNDS'] ?? 1);

/** What a random fault is drawn with, round by round: `EARMARK_FAULT_ROUNDS` seeds from `EARMARK_FAULT_SEED` on. */
export const SEEDS: readonly number[] = Array.from({ length: nRounds }, (_, i) => first + i);

/** Whether the tests run in a longer series than `npm test`. */
export const isSeries = process.env['EARMARK_FAULT_ROUNDS'] !== undefined;

/** Variants of a test that take the same path nearly everywhere: all of them in a longer series, else the first. */
export function variants<T>(all: readonly T[]): readonly T[] {
  return isSeries ? all : all.slice(0, 1);
}

/** Cases that are tried in a longer series only. */
export function inLongerSeries<T>(cases: readonly T[]): readonly T[] {
  return isSeries ? cases : [];
}

/** Faults of one kind: in a longer series each of them strikes a run of its own, else all of them one run in turn. */
export function struckTogether<T>(faults: readonly T[]): readonly (readonly T[])[] {
  return isSeries ? faults.map((fault) => [fault]) : [faults];
}
