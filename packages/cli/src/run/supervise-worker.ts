import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { Explained } from '../explained.ts';
import type { ChildProgram, ProgramEnd } from './child-program.ts';

/** Deaths in a row without a single task settled between them; then the fault is not in one file. */
const MAX_FRUITLESS_DEATHS = 10;

/** A worker that is started again whenever it dies; what it had in hand, the queue gives out again. */
export interface SupervisedWorker {
  /** Ends it, and waits until it has. */
  stop(): Promise<void>;
  /** Rejects when the worker says that it cannot work, or dies again and again. */
  readonly failed: Promise<never>;
}

export function superviseWorker(
  start: () => ChildProgram,
  nSettled: () => number,
  onDeath: (end: ProgramEnd) => void,
): SupervisedWorker {
  let current = start();
  let isStopping = false;
  const watch = async (): Promise<never> => {
    let nFruitless = 0;
    let settledBefore = 0;
    for (;;) {
      const end = await current.ended;
      if (isStopping) return new Promise(() => undefined);
      if (end.exitCode !== null && end.exitCode !== 0) throw new Explained(end.exitCode);
      onDeath(end);
      nFruitless = nSettled() > settledBefore ? 1 : nFruitless + 1;
      settledBefore = nSettled();
      if (nFruitless >= MAX_FRUITLESS_DEATHS) throw dyingWorker(end);
      current = start();
    }
  };
  return {
    failed: watch(),
    stop: async () => {
      isStopping = true;
      current.stop();
      await current.ended;
    },
  };
}

function dyingWorker({ signal }: ProgramEnd): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `The worker died ${String(MAX_FRUITLESS_DEATHS)} times in a row without tagging anything` +
      `${signal === 'SIGKILL' ? '; the system may have run out of memory: try fewer --threads' : ` (${String(signal)})`}.`,
  );
}
