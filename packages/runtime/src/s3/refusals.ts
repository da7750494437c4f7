import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/**
 * Tells an object that may not be read, which costs one track, from a machine that may read none, which would cost
 * the corpus: a server says the same of both.
 */
export interface Refusals {
  /** An object could be read. */
  granted(): void;
  /** `error` itself; SOURCE_DENIED in its place when object after object was refused, and none could be read. */
  judged(error: unknown, endpoint: string): unknown;
}

/** What the SDK calls it. */
const REFUSALS = new Set(['AccessDenied', 'NoSuchBucket']);

/** So many objects fail one by one before the machine is suspected. */
const MAX_REFUSED = 10;

export function createRefusals(): Refusals {
  let nRefused = 0;
  let hasRead = false;
  return {
    granted() {
      hasRead = true;
    },
    judged(error, endpoint) {
      if (!isRefusal(error) || hasRead || ++nRefused <= MAX_REFUSED) return error;
      return new EarmarkError(
        'SOURCE_DENIED',
        `This machine could read none of the first ${nRefused} objects: ${error.message} ` +
          `Check that AWS_ENDPOINT_URL_S3 is to be ${endpoint}.`,
        { cause: error },
      );
    },
  };
}

function isRefusal(error: unknown): error is EarmarkError {
  return (
    error instanceof EarmarkError && error.cause instanceof Error && REFUSALS.has(error.cause.name)
  );
}
