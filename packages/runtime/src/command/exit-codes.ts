/** Exit codes of this package; those of failures are in the failure table of core. */
export const EXIT = {
  ok: 0,
  /** Some tasks failed; of `verify`: some predictions differ. */
  someFailed: 1,
  wrongUsage: 2,
  serviceMissing: 3,
  /** As a shell reports a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

/** Every exit code and its meaning, as `earmark --help` prints them. */
export const EXIT_CODES = [
  [0, 'every task is tagged, or the command did what it was asked to do'],
  [1, 'some tasks failed; verify: some predictions differ, or none could be compared'],
  [2, 'wrong usage or configuration'],
  [3, 'a service is unavailable, or a resource is missing: disk space, memory, a port'],
  [4, 'the run was cancelled'],
  [70, 'a bug in Earmark: please report it'],
  [130, 'interrupted by Ctrl-C or SIGTERM'],
] as const;

/** Ends the command with this exit code. Whoever throws it has already told the user why. */
export class ExitWithCode extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${String(exitCode)}`);
    this.name = 'ExitWithCode';
    this.exitCode = exitCode;
  }
}
