import { EarmarkError } from '@earmark/core/failure';
import { createPool, endPool, migrate } from '@earmark/ledger';
import { openTagQueue, queueAddress, type QueueAddress, type TagQueue } from '@earmark/queue';
import { checkRedis, holdsPostgresQueue } from '@earmark/queue/servers';
import type { Context } from '@earmark/runtime/command';
import { openServices } from './open-services.ts';
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

/**
 * Runs `body` with the address of the server that holds the queues of the configured ledger; where none is configured,
 * the embedded ones are started.
 *
 * @param onRestart receives why an embedded server was restarted
 * @throws STORE_UNAVAILABLE, QUEUE_UNAVAILABLE
 */
export async function withQueueServer<T>(
  { env }: Pick<Context, 'env'>,
  onRestart: (error: string) => void,
  body: (address: QueueAddress) => Promise<T>,
): Promise<T> {
  const services = await openServices(env, 'shared', onRestart);
  try {
    const pool = createPool(services.databaseUrl);
    const address = await migrate(pool)
      .then(() => queueAddress(pool, services))
      .finally(() => endPool(pool));
    return await body(address);
  } finally {
    await services.close();
  }
}

function noQueue(): EarmarkError {
  return new EarmarkError(
    'QUEUE_UNAVAILABLE',
    'No queue is in use, since no program of Earmark is running. The next one fills its queue from the ledger.',
  );
}
