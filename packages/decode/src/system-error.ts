import { EarmarkError, errorCode, type FailureCode } from '@earmark/core/failure';

const RESOURCES: Readonly<Record<string, { code: FailureCode; message: string }>> = {
  ENOSPC: {
    code: 'DISK_FULL',
    message:
      'There is no room for a decoded track in the temporary folder. Free some, or set TMPDIR.',
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

/** `error` as DISK_FULL or OUT_OF_MEMORY when the machine has run out of that; any other error as it is. */
export function namedSystemError(error: unknown): unknown {
  const resource = RESOURCES[systemErrorCode(error)];
  return resource ? new EarmarkError(resource.code, resource.message, { cause: error }) : error;
}

/** The system's code of an error; ENOMEM also for V8's RangeError about an allocation, which has none. */
export function systemErrorCode(error: unknown): string {
  if (error instanceof RangeError && /allocation/i.test(error.message)) return 'ENOMEM';
  return errorCode(error);
}
