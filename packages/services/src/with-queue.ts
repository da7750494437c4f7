import { EarmarkError } from '@earmark/core/failure';
import { openTagQueue, queueAddress, type TagQueue } from '@earmark/queue';
import { checkRedis, holdsPostgresQueue } from '@earmark/queue/servers';
import type { Ledger } from './with-ledger.ts';

/**
 * Runs `body` with the queue that is in use; none is started.
 *
 * @throws QUEUE_UNAVAILABLE when there is none, or it does not answer
 */
export async function withQueue<T>(
  { pool, databaseUrl, redisUrl }: Ledger,
  body: (queue: TagQueue) => Promise<T>,
): Promise<T> {
  if (redisUrl) await checkRedis(redisUrl, { timeoutMs: 2_000 });
  else if (!(await holdsPostgresQueue(pool))) throw noQueue();
  const address = await queueAddress(pool, { redisUrl, databaseUrl });
  const queue = openTagQueue(address, () => undefined);
  try {
    return await body(queue);
  } finally {
    await queue.close();
  }
}

/** The same, but undefined when there is no queue, or it does not answer. */
export async function ifQueue<T>(
  ledger: Ledger,
  body: (queue: TagQueue) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await withQueue(ledger, body);
  } catch (error) {
    if (error instanceof EarmarkError && error.code === 'QUEUE_UNAVAILABLE') return undefined;
    throw error;
  }
}

function noQueue(): EarmarkError {
  return new EarmarkError(
    'QUEUE_UNAVAILABLE',
    'No queue is in use, since no program of Earmark is running. The next one fills its queue from the ledger.',
  );
}
