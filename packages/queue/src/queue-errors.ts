import { EarmarkError } from '@earmark/core/failure';
import { toStoreError } from '@earmark/ledger';
import type { EventName, Log } from '@earmark/runtime/log';
import type { Outages } from '@earmark/runtime/process';
import type { QueueAddress } from './bullmq.ts';

/**
 * `error` as QUEUE_UNAVAILABLE when Redis did not answer in time or refused a command (it is full, cannot write its
 * snapshot, or has become a replica), as STORE_UNAVAILABLE when the queue lives in a Postgres that is unavailable, else
 * unchanged.
 */
export function toQueueError(error: unknown, { backend }: Pick<QueueAddress, 'backend'>): unknown {
  if (backend === 'redis' && error instanceof Error && error.name === 'TimeoutError') {
    return new EarmarkError(
      'QUEUE_UNAVAILABLE',
      'Redis does not answer. Check that it runs and that REDIS_URL is right.',
      { cause: error },
    );
  }
  if (error instanceof Error && error.name === 'ReplyError') {
    return new EarmarkError('QUEUE_UNAVAILABLE', `Redis refused a command: ${error.message}`, {
      cause: error,
    });
  }
  return toStoreError(error);
}

/** What the messages of BullMQ and Redis mean, which reach nobody as the error of a call. */
const EVENT_OF_MESSAGE: readonly (readonly [RegExp, EventName])[] = [
  [/(missing lock|lock mismatch) for job|could not renew lock/i, 'queue_lock_lost'],
  [/missing key for job/i, 'queue_job_lost'],
  [/^OOM |used memory > 'maxmemory'/, 'queue_full'],
  [/^(READONLY|MISCONF)/, 'queue_not_writable'],
];

/** The same is logged once a minute at most: BullMQ repeats an error with every job and every attempt to connect. */
const REPEAT_MS = 60_000;

/**
 * A listener for the errors that BullMQ reports beside those of its calls: it logs what happened and what to do. A
 * server that does not answer is an outage.
 */
export function createQueueErrorListener(
  { backend }: Pick<QueueAddress, 'backend'>,
  { log, outages }: { log: Log; outages: Pick<Outages, 'began'> },
): (error: Error) => void {
  const loggedAt = new Map<EventName, number>();
  return (error) => {
    if (isUnreachable(error)) {
      outages.began(backend, error.message || 'the connection broke');
      return;
    }
    const [, event] = EVENT_OF_MESSAGE.find(([pattern]) => pattern.test(error.message)) ?? [
      undefined,
      'queue_error' as const,
    ];
    if (performance.now() - (loggedAt.get(event) ?? -Infinity) < REPEAT_MS) return;
    loggedAt.set(event, performance.now());
    log.event(event, { error: error.message });
  };
}

/** An error of the connection; the errors of a socket are the same for both servers. */
function isUnreachable(error: Error): boolean {
  const store = toStoreError(error);
  return (
    (store instanceof EarmarkError && store.code === 'STORE_UNAVAILABLE') ||
    /connection is closed|LOADING /i.test(error.message)
  );
}
