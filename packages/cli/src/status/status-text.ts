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
  utcMinute,
} from '@earmark/runtime/terminal';
import type { Rate } from './rate.ts';
import { workerStateText } from '../workers/workers-text.ts';
import { hasEnded, type RunStatus } from './read-status.ts';
import type { WorkerStatus } from './worker-status.ts';

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
    stateOf(run),
    run.nTasks > 0 ? percent(run.nSettled / run.nTasks) : '',
    formatCount(run.nTracks),
    String(run.models.length),
    run.nFailed > 0 ? formatCount(run.nFailed) : '',
    utcMinute(createdAt),
    runDuration ?? '',
    shortened(run.source, SOURCE_WIDTH),
  ];
}

/** A paused run is shown as paused, whether its source is being listed or its tracks are tagged. */
function stateOf({ state, pausedAt }: ListedRun): ListedRun['state'] | 'paused' {
  return pausedAt === null ? state : 'paused';
}

/** The status of a run in one line, for a log. */
export function statusLine(status: RunStatus): string {
  const { rate, secondsLeft, secondsLate } = status;
  const perSecond = rate.now?.tracksPerSecond ?? 0;
  return [
    progressOf(status),
    ...(perSecond > 0 ? [rateText(perSecond)] : []),
    ...(secondsLeft === null ? [] : [`${duration(secondsLeft)} left`]),
    ...(secondsLate !== null && secondsLate > 0 ? [`${duration(secondsLate)} late`] : []),
  ].join('  ');
}

/** The unfinished runs in one line. */
export function runsLine(runs: readonly ListedRun[]): string {
  const unfinished = runs.filter(({ state }) => !hasEnded(state));
  return unfinished.map(progressOf).join('; ') || 'no unfinished runs';
}

function progressOf(listed: ListedRun): string {
  const { runId, state, nSettled, nTasks, nTracks, nFailed } = listed;
  const run = `run ${String(runId)} ${stateOf(listed)}`;
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
    ...deadlineRows(status),
    ...failureRows(status),
    ...workerRows(status),
    ['  queue', queueText(status)],
  ];
  return `Run ${String(runId)}\n${textTable(rows)}`;
}

function stateText({
  runId,
  state,
  pausedAt,
  priority,
  createdAt,
  completedAt,
  nFailed,
}: RunStatus): string {
  if (pausedAt !== null) {
    return `paused since ${utcMinute(pausedAt)} UTC; to resume it: earmark resume ${String(runId)}`;
  }
  switch (state) {
    case 'planning':
      return 'planning: the source is being listed. If the producer was stopped, run the same command again to resume';
    case 'running':
      return `running since ${utcMinute(createdAt)} UTC${priority === 'normal' ? '' : `, priority ${priority}`}`;
    case 'complete':
      return `complete since ${utcMinute(completedAt ?? createdAt)} UTC${nFailed > 0 ? '; to retry failed tasks: earmark retry --help' : ''}`;
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

function deadlineRows(status: RunStatus): readonly string[][] {
  const { deadline, secondsLate } = status;
  if (deadline === null) return [];
  const time = `${utcMinute(new Date(deadline))} UTC`;
  if (secondsLate === null) return [['  deadline', time]];
  const difference = duration(Math.abs(secondsLate));
  const direction = secondsLate > 0 ? 'later' : 'earlier';
  return [['  deadline', `${time}: the run ${endVerb(status)} ${difference} ${direction}`]];
}

function endVerb({ state, secondsLeft }: RunStatus): string {
  if (state === 'complete') return 'ended';
  return secondsLeft === null ? 'will end at least' : 'will end';
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
  if (hasEnded(state)) return [];
  if (workers.length === 0) return [['  workers', 'no worker is running']];
  return workers.map((worker, i) => [i === 0 ? '  workers' : '', workerLine(worker)]);
}

function workerLine(status: WorkerStatus): string {
  const { worker, registered, tracksPerSecond, secondsSinceLast } = status;
  const state = registered ? workerStateText(registered) : 'ended';
  return [
    `${worker}  ${state}`,
    ...(tracksPerSecond > 0 ? [rateText(tracksPerSecond)] : []),
    ...(secondsSinceLast === null ? [] : [`last task ${duration(secondsSinceLast)} ago`]),
  ].join(', ');
}

function queueText({ queue, queueError }: RunStatus): string {
  if (!queue) return queueError ?? '';
  return Object.entries(queue)
    .map(([state, count]) => `${formatCount(count)} ${state}`)
    .join(', ');
}
