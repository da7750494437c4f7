import { EarmarkError, type FailureCode } from '@earmark/core/failure';

const RESOURCES: Readonly<Record<string, { code: FailureCode; message: string }>> = {
  ENOSPC: {
    code: 'DISK_FULL',
    message:
      'There is no room for a decoded track in the temporary folder. Make some, or set TMPDIR.',
  },
  ENOMEM: {
    code: 'OUT_OF_MEMORY',
    message: 'There is no memory left for a decoded track. Lower the number of tracks in flight.',
  },
  EAGAIN: {
    code: 'OUT_OF_MEMORY',
    message: 'The system refuses one more process. Lower the number of tracks in flight.',
  },
};

/** The machine has run out of something: `error` named; any other error as it is. */
export function namedSystemError(error: unknown): unknown {
  const resource = RESOURCES[systemErrorCode(error)];
  return resource ? new EarmarkError(resource.code, resource.message, { cause: error }) : error;
}

/** V8 has no code for it: a RangeError that speaks of allocation. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof RangeError && /allocation/i.test(error.message)) return 'ENOMEM';
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
