import { formatCount, formatCounted } from '@earmark/core/text/format.js';
import type { ListedRun } from '@earmark/runtime/ledger/run-list.js';
import { percent } from '../terminal/bar.ts';
import { duration } from '../terminal/duration.ts';
import { rateText } from '../terminal/rate-text.ts';
import type { RunStatus } from './read-status.ts';

/** A run in one line, for a log. */
export function statusLine(status: RunStatus): string {
  const { rate, secondsLeft } = status;
  const perSecond = rate.now?.tracksPerSecond ?? 0;
  return [
    progressOf(status),
    ...(perSecond > 0 ? [rateText(perSecond)] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
  ].join('  ');
}

/** The unfinished runs in one line. */
export function runsLine(runs: readonly ListedRun[]): string {
  const unfinished = runs.filter(({ state }) => !hasEnded(state));
  return unfinished.map(progressOf).join('; ') || 'no run is unfinished';
}

export function hasEnded(state: ListedRun['state']): boolean {
  return state === 'complete' || state === 'cancelled';
}

function progressOf({ runId, state, nSettled, nTasks, nTracks, nFailed }: ListedRun): string {
  const run = `run ${String(runId)} ${state}`;
  if (state === 'planning') return `${run}  ${formatCounted(nTracks, 'track')} listed`;
  const done = `${percent(nSettled / Math.max(1, nTasks)).trim()}  ${formatCount(nSettled)}/${formatCounted(nTasks, 'task')}`;
  return `${run}  ${done}${nFailed > 0 ? `  ${formatCount(nFailed)} failed` : ''}`;
}
