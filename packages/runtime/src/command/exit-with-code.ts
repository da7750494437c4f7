import { EXIT_CODES, type ExitName } from '@earmark/core/failure';

/** Ends the command with an exit code. Whoever throws it has already told the user why. */
export class ExitWithCode extends Error {
  readonly exitCode: number;

  /** @param exit an exit code by its name, or that of a child program */
  constructor(exit: ExitName | number) {
    const exitCode = typeof exit === 'number' ? exit : EXIT_CODES[exit].exitCode;
    super(`exit code ${String(exitCode)}`);
    this.name = 'ExitWithCode';
    this.exitCode = exitCode;
  }
}
