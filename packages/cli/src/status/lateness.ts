import type { ListedRun } from '@earmark/ledger';

/**
 * Seconds by which a run misses its deadline, negative when it ends earlier; null when it has no deadline or its end
 * cannot be estimated.
 *
 * @param secondsLeft until all is settled; null when that is unknown
 */
export function secondsLate(
  { state, deadline, completedAt }: Pick<ListedRun, 'state' | 'deadline' | 'completedAt'>,
  secondsLeft: number | null,
  now: Date,
): number | null {
  if (deadline === null || state === 'cancelled') return null;
  const secondsUntil = (time: Date) => (time.getTime() - Date.parse(deadline)) / 1_000;
  if (completedAt !== null) return secondsUntil(completedAt);
  const late = secondsUntil(now);
  if (secondsLeft !== null) return late + secondsLeft;
  // It is late already, whenever it ends.
  return late > 0 ? late : null;
}
