/**
 * Every exit code of a command and what it means, in the words of `earmark --help` and docs/operations.md. The only
 * table of exit codes: each failure in `FAILURES` names one of them.
 */
export const EXIT_CODES = {
  done: {
    exitCode: 0,
    meaning: 'every task is tagged, or the command did what it was asked to do',
  },
  someFailed: {
    exitCode: 1,
    meaning:
      'some tasks failed, or a file, a model or a worker did; of verify: some predictions differ, or none could be compared',
  },
  wrongUsage: {
    exitCode: 2,
    meaning: 'wrong usage or configuration: an option, a variable, a folder, a model, credentials',
  },
  unavailable: {
    exitCode: 3,
    meaning: 'a service is unavailable, or a resource is missing: disk space, memory, a port',
  },
  cancelled: { exitCode: 4, meaning: 'the run was cancelled' },
  bug: {
    // EX_SOFTWARE of sysexits.h.
    exitCode: 70,
    meaning: 'a bug in Earmark: report it with the stack that is printed',
  },
  interrupted: {
    // As a shell reports a program that Ctrl-C ended.
    exitCode: 130,
    meaning: 'interrupted by Ctrl-C or SIGTERM; work and aggregate exit with 0 then',
  },
} as const satisfies Record<string, { exitCode: number; meaning: string }>;

export type ExitName = keyof typeof EXIT_CODES;
