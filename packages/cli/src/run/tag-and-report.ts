import { setTimeout as sleep } from 'node:timers/promises';
import type { Variables } from '@earmark/inference/devices';
import { isRunOver, type Pool, runProgress } from '@earmark/ledger';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import type { Display } from './display.ts';
import type { Planned } from './plan.ts';
import type { ChildProgram, ProgramEnd, StartProgram } from './programs.ts';
import { progressLine } from './progress-line.ts';
import { reportCrash, supervise, type Supervision } from './supervise.ts';

export interface TagAndReportOptions {
  readonly workArgs: readonly string[];
  /** What each worker has of its own in its environment; as many workers are run. */
  readonly workers: readonly Variables[];
  readonly out: string;
}

const REFRESH_MS = 250;

/**
 * Runs workers and an aggregator until the run is tagged and reported, and shows how far it is meanwhile.
 *
 * @throws ExitWithCode when one of them failed, and has said why; the reason of the signal
 */
export async function tagAndReport(
  planned: Planned,
  { workArgs, workers: environments, out }: TagAndReportOptions,
  { pool, startProgram, display }: { pool: Pool; startProgram: StartProgram; display: Display },
  signal: AbortSignal,
): Promise<void> {
  const { nTracks, nTasks } = planned;
  const begin = performance.now();
  let nSettled = planned.nSettled;
  // The programs say what they wait for.
  const retryWhileUnavailable = createRetryWhileUnavailable({ signal });
  const showProgress = async (): Promise<void> => {
    const progress = await retryWhileUnavailable(() => runProgress(pool, planned.runId));
    nSettled = progress?.nSettled ?? nSettled;
    const nFailed = progress?.nFailed ?? 0;
    const elapsedSeconds = (performance.now() - begin) / 1_000;
    const nSettledAtStart = planned.nSettled;
    display.progress(
      progressLine({ nTracks, nTasks, nSettled, nFailed, nSettledAtStart, elapsedSeconds }),
    );
  };

  const owesNothing = planned.nSettled === nTasks;
  const keep = (start: () => ChildProgram, of: Pick<Supervision, 'name' | 'isDone'>) =>
    supervise(start, { ...of, nSettled: () => nSettled, onDeath: reportCrash(display, of.name) });
  const workers = (owesNothing ? [] : environments).map((variables, index) =>
    keep(() => startProgram('work', workArgs, { index, variables }), {
      name: 'worker',
      isDone: () => false,
    }),
  );
  const aggregator = keep(() => startProgram('aggregate', [String(planned.runId), '--out', out]), {
    name: 'aggregator',
    isDone: () => retryWhileUnavailable(() => isRunOver(pool, planned.runId)),
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
