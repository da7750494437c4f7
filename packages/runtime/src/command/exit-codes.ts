/** Exit codes that no failure code has; those of failures stand in the failure table of core. */
export const EXIT = {
  ok: 0,
  someTasksFailed: 1,
  wrongUsage: 2,
  serviceMissing: 3,
  /** What a shell says of a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

/** Ends the command with this exit code. Whoever throws it has already told the user why. */
export class ExitWithCode extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${String(exitCode)}`);
    this.name = 'ExitWithCode';
    this.exitCode = exitCode;
  }
}
