import { type EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { toDiskError } from '../files/write-error.ts';

/** Whether this is what ends work when its signal is aborted. */
export function isAbortError(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

/** The error that a program reports as the reason of its end. */
export function toFinalError(cause: unknown): EarmarkError {
  return toEarmarkError(toDiskError(cause, 'the files that Earmark writes'));
}

/** Where a bug happened; undefined for a failure that has a name. */
export function stackOf({ code, cause }: EarmarkError): string | undefined {
  return code === 'UNEXPECTED' && cause instanceof Error ? cause.stack : undefined;
}
