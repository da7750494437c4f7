import { formatCount, formatCounted } from '@earmark/core/text';
import type { ListedRun } from '@earmark/ledger';
import {
  bar,
  duration,
  percent,
  printable,
  rateText,
  shortened,
  textTable,
} from '@earmark/runtime/terminal';
import type { Rate } from './rate.ts';
import type { RunStatus } from './read-status.ts';

const SOURCE_WIDTH = 40;
const HEADER = [
  'RUN',
  'STATE',
  'DONE',
  'TRACKS',
  'MODELS',
  'FAILED',
  'STARTED (UTC)',
  'DURATION',
  'SOURCE',
];

/** Runs as a table for people. */
export function runsText(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return 'There are no runs yet. Start one: earmark run SOURCE\n';
  return textTable([HEADER, ...runs.map(toRow)]);
}

function toRow(run: ListedRun): readonly string[] {
  const { createdAt, completedAt } = run;
  const runDuration =
    completedAt && duration((completedAt.getTime() - createdAt.getTime()) / 1_000);
  return [
    String(run.runId),
    run.state,
    run.nTasks > 0 ? percent(run.nSettled / run.nTasks) : '',
    formatCount(run.nTracks),
    String(run.models.length),
    run.nFailed > 0 ? formatCount(run.nFailed) : '',
    createdAt.toISOString().slice(0, 16).replace('T', ' '),
    runDuration ?? '',
    shortened(run.source, SOURCE_WIDTH),
  ];
}

/** The status of a run in one line, for a log. */
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
  return unfinished.map(progressOf).join('; ') || 'no unfinished runs';
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

/** The status of a run in full, as lines for people. */
export function statusText(status: RunStatus): string {
  const { runId, source, models } = status;
  const rows = [
    ['  source', printable(source)],
    ['  models', models.join(', ')],
    ['  state', stateText(status)],
    ['  progress', progressText(status)],
    ...rateRows(status),
    ...failureRows(status),
    ...workerRows(status),
    ['  queue', queueText(status)],
  ];
  return `Run ${String(runId)}\n${textTable(rows)}`;
}

function stateText({ state, createdAt, completedAt, nFailed }: RunStatus): string {
  const minute = (date: Date) => date.toISOString().slice(0, 16).replace('T', ' ');
  switch (state) {
    case 'planning':
      return 'planning: the source is being listed. If the producer was stopped, run the same command again to resume';
    case 'running':
      return `running since ${minute(createdAt)} UTC`;
    case 'complete':
      return `complete since ${minute(completedAt ?? createdAt)} UTC${nFailed > 0 ? '; to retry failed tasks: earmark retry --help' : ''}`;
    case 'cancelled':
      return 'cancelled: run the same command again to tag the rest in a new run';
  }
}

function progressText({ nTracks, nTasks, nSettled, state }: RunStatus): string {
  if (state === 'planning') return `${formatCounted(nTracks, 'track')} listed`;
  const share = nTasks === 0 ? 1 : nSettled / nTasks;
  return (
    `${bar(share)} ${percent(share)}  ${formatCount(nSettled)}/${formatCounted(nTasks, 'task')} of ` +
    formatCounted(nTracks, 'track')
  );
}

function rateRows({ rate: { now, overall }, secondsLeft }: RunStatus): readonly string[][] {
  return [
    ...(now ? [['  now', rateLine(now)]] : []),
    ['  overall', rateLine(overall)],
    ...(secondsLeft === null ? [] : [['  left', duration(secondsLeft)]]),
  ];
}

function rateLine({ tracksPerSecond, audioHoursPerHour }: Rate): string {
  if (tracksPerSecond === 0) return 'no tasks settled';
  return `${rateText(tracksPerSecond)}, ${formatAtLeastTwoDigits(audioHoursPerHour)} hours of audio per hour`;
}

function formatAtLeastTwoDigits(value: number): string {
  return value < 10 ? value.toFixed(1) : formatCount(value);
}

function failureRows({ nFailed, failures }: RunStatus): readonly string[][] {
  if (nFailed === 0) return [];
  const codes = failures.map(({ code, count }) => `${code} ${formatCount(count)}`).join(', ');
  return [['  failed', `${formatCounted(nFailed, 'task')}: ${codes}`]];
}

function workerRows({ workers, state }: RunStatus): readonly string[][] {
  if (state !== 'running') return [];
  if (workers.length === 0)
    return [['  workers', 'no worker has settled a task in the last 5 minutes']];
  return workers.map(({ worker, tracksPerSecond, secondsSinceLast }, i) => [
    i === 0 ? '  workers' : '',
    `${worker}  ${tracksPerSecond > 0 ? rateText(tracksPerSecond) : 'idle'}, last task ${duration(secondsSinceLast)} ago`,
  ]);
}

function queueText({ queue, queueError }: RunStatus): string {
  if (!queue) return queueError ?? '';
  return Object.entries(queue)
    .map(([state, count]) => `${formatCount(count)} ${state}`)
    .join(', ');
}
