import { setTimeout as sleep } from 'node:timers/promises';
import type { RunId } from '@earmark/core/run';
import { formatCount, formatCounted } from '@earmark/core/text';
import type { DeviceName, Variables } from '@earmark/inference/devices';
import { isRunOver, type Pool, runProgress } from '@earmark/ledger';
import type { Display } from '@earmark/runtime/display';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { bar, duration, percent, rateText } from '@earmark/runtime/terminal';
import { coresPerWorker, type WorkArguments } from '@earmark/worker/options';
import type { StageLoads } from '@earmark/worker/stage-loads';
import type { Planned } from './plan.ts';
import type { ChildProgram, ProgramEnd, StartProgram } from './programs.ts';
import { createStageWatch } from './stages-text.ts';
import { reportCrash, supervise, type Supervision } from './supervise.ts';

export interface TagAndReportOptions extends WorkArguments {
  readonly out: string;
}

/** Where the models run: one worker for each of these additions to the environment. */
export interface Workers {
  readonly device: DeviceName;
  readonly environments: readonly Variables[];
}

const REFRESH_MS = 250;

/**
 * Runs workers and an aggregator until the run is tagged and reported, and shows the progress.
 *
 * @throws ExitWithCode when one of them failed and printed why; the reason of the signal
 */
export async function tagAndReport(
  planned: Planned,
  options: TagAndReportOptions,
  { device, environments }: Workers,
  { pool, startProgram, display }: { pool: Pool; startProgram: StartProgram; display: Display },
  signal: AbortSignal,
): Promise<void> {
  const { runId, nTracks, nTasks } = planned;
  const begin = performance.now();
  let nSettled = planned.nSettled;
  let isPaused = false;
  const stages = createStageWatch(() => performance.now());
  // The programs report outages themselves.
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal });
  const showProgress = async (): Promise<void> => {
    const progress = await retryWhileUnavailable(() => runProgress(pool, runId));
    nSettled = progress?.nSettled ?? nSettled;
    if (progress?.isPaused && !isPaused) display.warn(pausedText(runId));
    isPaused = progress?.isPaused ?? isPaused;
    const nFailed = progress?.nFailed ?? 0;
    const elapsedSeconds = (performance.now() - begin) / 1_000;
    const nSettledAtStart = planned.nSettled;
    const line = progressLine({
      ...{ nTracks, nTasks, nSettled, nFailed, isPaused },
      ...{ nSettledAtStart, elapsedSeconds },
    });
    const isTagging = nSettled < nTasks && !isPaused;
    display.progress(line, {
      below: isTagging ? stages.text() : '',
      share: nTasks === 0 ? 1 : nSettled / nTasks,
    });
  };

  const owesNothing = planned.nSettled === nTasks;
  const superviseProgram = (
    start: () => ChildProgram,
    program: Pick<Supervision, 'name' | 'isDone'>,
  ) =>
    supervise(start, {
      ...program,
      nSettled: () => nSettled,
      onCrash: reportCrash(display, program.name),
    });
  const workArgs = toWorkArgs(options, device, environments.length);
  const workers = (owesNothing ? [] : environments).map((variables, index) =>
    superviseProgram(
      () =>
        startProgram('work', workArgs, {
          ...{ index, variables },
          // It is this program that tells it, in the same version.
          onTold: (loads) => stages.add(index, loads as StageLoads),
        }),
      { name: 'worker', isDone: () => false },
    ),
  );
  const aggregateArgs = [String(runId), '--out', options.out];
  const aggregator = superviseProgram(() => startProgram('aggregate', aggregateArgs), {
    name: 'aggregator',
    isDone: () => retryWhileUnavailable(() => isRunOver(pool, runId)),
  });
  const all = [aggregator, ...workers];
  try {
    let end: ProgramEnd | undefined;
    do {
      const next = [...all.map(({ ended }) => ended), sleep(REFRESH_MS, undefined, { signal })];
      end = (await Promise.race(next)) ?? undefined;
      if (!owesNothing) await showProgress();
    } while (end === undefined);
  } finally {
    display.endProgress();
    for (const program of all) program.stop();
    await Promise.allSettled(all.map(({ ended }) => ended));
  }
}

/** The arguments of `earmark work` when this many workers share the machine. */
function toWorkArgs(options: WorkArguments, device: DeviceName, nWorkers: number): string[] {
  return [
    ...['--device', device],
    ...['--profile', options.profile],
    ...['--threads', String(options.threads ?? coresPerWorker(nWorkers))],
    ...['--fetch', String(options.fetch)],
    ...['--decode', String(options.decode ?? coresPerWorker(nWorkers))],
    ...['--max-duration', String(options.maxDuration)],
    ...(options.maxRequests === undefined ? [] : ['--max-requests', String(options.maxRequests)]),
    ...(options.maxBandwidth === undefined
      ? []
      : ['--max-bandwidth', String(options.maxBandwidth)]),
  ];
}

function pausedText(runId: RunId): string {
  return `Run ${String(runId)} is paused: nothing more of it is started. To resume it: earmark resume ${String(runId)}`;
}

interface Progress {
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  readonly isPaused: boolean;
  /** Tasks that were settled before this command began, and the seconds since. */
  readonly nSettledAtStart: number;
  readonly elapsedSeconds: number;
}

/** The progress of a run in one line: bar, share, tracks, rate, time left, failures. */
function progressLine(progress: Progress): string {
  const { nTracks, nTasks, nSettled, nFailed, isPaused } = progress;
  const { nSettledAtStart, elapsedSeconds } = progress;
  const tracksPerTask = nTasks === 0 ? 0 : nTracks / nTasks;
  const tracksLeft = (nTasks - nSettled) * tracksPerTask;
  const tracksDone = formatCount(Math.floor(nTracks - tracksLeft));
  const rate =
    elapsedSeconds > 0 ? ((nSettled - nSettledAtStart) * tracksPerTask) / elapsedSeconds : 0;
  const share = nTasks === 0 ? 1 : nSettled / nTasks;
  return [
    `${bar(share)} ${percent(share)}`,
    `${tracksDone}/${formatCounted(nTracks, 'track')}`,
    ...(isPaused ? ['paused'] : []),
    ...(!isPaused && rate > 0 ? [rateText(rate)] : []),
    ...(!isPaused && rate > 0 && nSettled < nTasks ? [`${duration(tracksLeft / rate)} left`] : []),
    ...(nFailed > 0 ? [formatCounted(nFailed, 'failed task')] : []),
  ].join('  ');
}
