import { setTimeout as sleep } from 'node:timers/promises';
import { runProgress } from '@earmark/runtime/ledger/runs.js';
import { createPatience } from '@earmark/runtime/process/patience.js';
import type { Variables } from '@earmark/worker/device/probe-device.js';
import type { Pool } from '@earmark/runtime/postgres/pool.js';
import { Explained } from '../explained.ts';
import type { Display } from './display.ts';
import type { Planned } from './plan.ts';
import type { ProgramEnd } from './child-program.ts';
import type { StartProgram } from './programs.ts';
import { progressLine } from './progress-line.ts';
import { superviseWorker } from './supervise-worker.ts';

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
 * @throws Explained when one of them failed, and has said why; the reason of the signal
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
  const patiently = createPatience({ signal });
  const showProgress = async (): Promise<void> => {
    const progress = await patiently(() => runProgress(pool, planned.runId));
    nSettled = progress?.nSettled ?? nSettled;
    const nFailed = progress?.nFailed ?? 0;
    const elapsedSeconds = (performance.now() - begin) / 1_000;
    const nSettledAtStart = planned.nSettled;
    display.progress(
      progressLine({ nTracks, nTasks, nSettled, nFailed, nSettledAtStart, elapsedSeconds }),
    );
  };

  const owesNothing = planned.nSettled === nTasks;
  const workers = (owesNothing ? [] : environments).map((variables, index) =>
    superviseWorker(
      () => startProgram('work', workArgs, { index, variables }),
      () => nSettled,
      ({ signal: cause, exitCode }) => {
        display.warn(`A worker died (${String(cause ?? exitCode)}) and is started again.`);
      },
    ),
  );
  const aggregator = startProgram('aggregate', [String(planned.runId), '--out', out]);
  try {
    let end: ProgramEnd | undefined;
    do {
      const next = [aggregator.ended, sleep(REFRESH_MS, undefined, { signal })];
      end = (await Promise.race([...next, ...workers.map(({ failed }) => failed)])) ?? undefined;
      if (!owesNothing) await showProgress();
    } while (end === undefined);
    if (end.exitCode !== 0) throw new Explained(end.exitCode ?? 1);
  } finally {
    display.endProgress();
    aggregator.stop();
    await Promise.all([...workers.map((worker) => worker.stop()), aggregator.ended]);
  }
}
