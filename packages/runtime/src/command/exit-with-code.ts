/** Ends the command with this exit code; whoever threw it has told the user why already. */
export class Explained extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${String(exitCode)}`);
    this.name = 'Explained';
    this.exitCode = exitCode;
  }
}

/** What a shell says of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;
