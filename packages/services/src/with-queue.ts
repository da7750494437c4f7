import { EarmarkError } from '@earmark/core/failure';
import { toStoreError } from '@earmark/ledger';
import { checkRedis, openTagQueue, queueAddress, type TagQueue } from '@earmark/queue';
import type { Ledger } from './with-ledger.ts';

/**
 * Does something with the queue that is in use; none is started.
 *
 * @throws QUEUE_UNAVAILABLE when there is none, or it does not answer
 */
export async function withQueue<T>(
  { pool, databaseUrl, redisUrl }: Ledger,
  body: (queue: TagQueue) => Promise<T>,
): Promise<T> {
  if (redisUrl) await checkRedis(redisUrl, { timeoutMs: 2_000 });
  else if (!(await holdsQueue(pool))) throw noQueue();
  const address = await queueAddress(pool, { redisUrl, databaseUrl });
  const queue = openTagQueue(address, () => undefined);
  try {
    return await body(queue);
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await queue.close();
  }
}

/** The same where a queue is not needed; undefined when there is none, or it does not answer. */
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

/** Opening a queue in Postgres makes one; to look must not. */
async function holdsQueue(pool: Ledger['pool']): Promise<boolean> {
  const { rowCount } = await pool.query(`select where to_regnamespace('bullmq') is not null`);
  return rowCount === 1;
}

function noQueue(): EarmarkError {
  return new EarmarkError(
    'QUEUE_UNAVAILABLE',
    'No queue is in use: no program of Earmark runs here. The next one fills its queue from the ledger.',
  );
}
