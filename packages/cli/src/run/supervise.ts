import { EarmarkError } from '@earmark/core/failure';
import { ExitWithCode } from '@earmark/runtime/command';
import type { Display } from '@earmark/runtime/display';
import type { ChildProgram, ProgramEnd } from './programs.ts';

/** Crashes in a row without a settled task between them; after that the cause is not a single file. */
const MAX_CRASHES_WITHOUT_PROGRESS = 10;

export interface SupervisedProgram {
  /**
   * How it ended when its work was done, or when it was stopped.
   *
   * @throws ExitWithCode when it failed and printed why; WORKER_CRASHED when it crashes again and again
   */
  readonly ended: Promise<ProgramEnd>;
  /** Asks it to finish what is in flight and exit. */
  readonly stop: () => void;
}

export interface Supervision {
  /** As messages name it. */
  readonly name: string;
  /** Whether its work was done when it exited with 0: somebody may have stopped it. */
  readonly isDone: (end: ProgramEnd) => Promise<boolean> | boolean;
  readonly nSettled: () => number;
  readonly onCrash: (end: ProgramEnd) => void;
}

/** A program that is restarted whenever it crashes: what it had in flight is in ledger and queue. */
export function supervise(
  start: () => ChildProgram,
  { name, isDone, nSettled, onCrash }: Supervision,
): SupervisedProgram {
  let current = start();
  let isStopping = false;
  const superviseUntilDone = async (): Promise<ProgramEnd> => {
    let nCrashesWithoutProgress = 0;
    let settledBefore = 0;
    for (;;) {
      const end = await current.ended;
      if (end.exitCode !== null && end.exitCode !== 0) throw new ExitWithCode(end.exitCode);
      if (isStopping || (end.exitCode === 0 && (await isDone(end)))) return end;
      onCrash(end);
      nCrashesWithoutProgress = nSettled() > settledBefore ? 1 : nCrashesWithoutProgress + 1;
      settledBefore = nSettled();
      if (nCrashesWithoutProgress >= MAX_CRASHES_WITHOUT_PROGRESS) throw crashingProgram(name, end);
      current = start();
    }
  };
  const ended = superviseUntilDone();
  // A caller may wait for something else first; until then the rejection must not count as unhandled.
  ended.catch(() => undefined);
  return {
    ended,
    stop: () => {
      isStopping = true;
      current.stop();
    },
  };
}

function crashingProgram(name: string, { signal }: ProgramEnd): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `The ${name} crashed ${String(MAX_CRASHES_WITHOUT_PROGRESS)} times in a row without tagging anything` +
      `${signal === 'SIGKILL' ? '; the system may have run out of memory: try fewer --threads' : ` (${String(signal)})`}.`,
  );
}

/** Prints that a program crashed and is restarted. */
export function reportCrash(display: Display, name: string): (end: ProgramEnd) => void {
  return ({ signal, exitCode }) => {
    display.warn(
      `The ${name} crashed (${signal ?? `exit code ${String(exitCode)}`}) and is restarted.`,
    );
  };
}
