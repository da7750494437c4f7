import { type FailureRecord, parseFailureRecord, toFailureRecord } from '@earmark/core/failure';

/** A failure as a line of text, for another process. */
export function failureLine(error: unknown): string {
  return `\n${JSON.stringify(toFailureRecord(error))}\n`;
}

/** The failure whose line ends a process's standard error; undefined when it did not get that far. */
export function parseFailureLine(stderrTail: string): FailureRecord | undefined {
  try {
    return parseFailureRecord(JSON.parse(stderrTail.trimEnd().split('\n').at(-1) ?? ''));
  } catch {
    return undefined;
  }
}
