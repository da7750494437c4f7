import { EarmarkError, errorCode } from '@earmark/core/failure';

/** `error` as SOURCE_DENIED when the system gave it on reading `path`, a source as a whole; else unchanged. */
export function toDenied(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new EarmarkError(
    'SOURCE_DENIED',
    `${path} cannot be read (${errorCode(error)}). Give this user the right to read it, or name another source.`,
    { cause: error },
  );
}
