import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { toStoreError } from '../postgres/store-error.ts';

/**
 * `error` as QUEUE_UNAVAILABLE when Redis refused what it was asked (it is full, cannot write its snapshot, or is a
 * replica by now), as STORE_UNAVAILABLE when the queue lives in a Postgres that is away, else unchanged.
 */
export function toQueueError(error: unknown): unknown {
  if (error instanceof Error && error.name === 'ReplyError') {
    return new EarmarkError('QUEUE_UNAVAILABLE', `Redis refuses: ${error.message}`, {
      cause: error,
    });
  }
  return toStoreError(error);
}
