import { EarmarkError } from '@earmark/core/failure';
import { ExitWithCode } from '@earmark/runtime/command';
import type { Display } from './display.ts';
import type { ChildProgram, ProgramEnd } from './programs.ts';

/** Deaths in a row without a single task settled between them; then the fault is not in one file. */
const MAX_CRASHES_WITHOUT_PROGRESS = 10;

export interface SupervisedProgram {
  /**
   * How it ended when it was done, or was stopped.
   *
   * @throws ExitWithCode when it failed, and has said why; WORKER_CRASHED when it dies again and again
   */
  readonly ended: Promise<ProgramEnd>;
  /** Asks it to finish what is in hand and end. */
  readonly stop: () => void;
}

export interface Supervision {
  /** For people. */
  readonly name: string;
  /** Whether its work was done when it ended well: somebody may have stopped it. */
  readonly isDone: (end: ProgramEnd) => Promise<boolean> | boolean;
  readonly nSettled: () => number;
  readonly onDeath: (end: ProgramEnd) => void;
}

/** A program that is started again whenever something ends it: whatever it had in hand is in ledger and queue. */
export function supervise(
  start: () => ChildProgram,
  { name, isDone, nSettled, onDeath }: Supervision,
): SupervisedProgram {
  let current = start();
  let isStopping = false;
  const watch = async (): Promise<ProgramEnd> => {
    let nFruitless = 0;
    let settledBefore = 0;
    for (;;) {
      const end = await current.ended;
      if (end.exitCode !== null && end.exitCode !== 0) throw new ExitWithCode(end.exitCode);
      if (isStopping || (end.exitCode === 0 && (await isDone(end)))) return end;
      onDeath(end);
      nFruitless = nSettled() > settledBefore ? 1 : nFruitless + 1;
      settledBefore = nSettled();
      if (nFruitless >= MAX_CRASHES_WITHOUT_PROGRESS) throw dyingProgram(name, end);
      current = start();
    }
  };
  const ended = watch();
  // Whoever waits for something else first is told all the same.
  ended.catch(() => undefined);
  return {
    ended,
    stop: () => {
      isStopping = true;
      current.stop();
    },
  };
}

function dyingProgram(name: string, { signal }: ProgramEnd): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `The ${name} died ${String(MAX_CRASHES_WITHOUT_PROGRESS)} times in a row without tagging anything` +
      `${signal === 'SIGKILL' ? '; the system may have run out of memory: try fewer --threads' : ` (${String(signal)})`}.`,
  );
}

/** Tells people of a program that something killed, and that it is started again. */
export function reportCrash(display: Display, name: string): (end: ProgramEnd) => void {
  return ({ signal, exitCode }) => {
    display.warn(`The ${name} died (${String(signal ?? exitCode)}) and is started again.`);
  };
}
