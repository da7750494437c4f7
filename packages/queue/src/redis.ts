import { Redis } from 'ioredis';
import { EarmarkError } from '@earmark/core/failure';
import { tlsOptions } from './redis-address.ts';
import { assertSuitable, toRedisError } from './redis-error.ts';

/**
 * @throws QUEUE_UNAVAILABLE when no Redis answers; USAGE_INVALID when REDIS_URL is wrong, or the Redis that it names
 *   cannot hold a queue
 */
export async function checkRedis(url: string, { timeoutMs = 5_000 } = {}): Promise<void> {
  const redis = new Redis(url, {
    ...tlsOptions(url),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    retryStrategy: () => null,
    // It would print a warning when the user may not ask for INFO.
    enableReadyCheck: false,
  });
  // What is wrong with a connection is told here; connect() says only that it was closed, or succeeds.
  const errors: Error[] = [];
  redis.on('error', (error) => errors.push(error));
  try {
    await redis.connect();
    assertSuitable(await redis.info(), url);
    await redis.eval(WRITE, 1, 'earmark-check');
    if (errors[0]) throw errors[0];
  } catch (error) {
    throw error instanceof EarmarkError ? error : toRedisError(errors[0] ?? error, url);
  } finally {
    disconnect(redis);
  }
}

/** Writes what a queue consists of, and removes it: refused without memory or without the rights to do so. */
const WRITE = `
local key = KEYS[1]
for _, command in ipairs({{'set', key, 1}, {'hset', key, 1, 1}, {'lpush', key, 1}, {'sadd', key, 1},
                          {'zadd', key, 1, 1}, {'xadd', key, '*', 1, 1}}) do
  redis.call(unpack(command))
  redis.call('del', key)
end`;

/** Whether a Redis answers at this address that Earmark can use. */
export function isRedisUsable(url: string): Promise<boolean> {
  return checkRedis(url).then(
    () => true,
    () => false,
  );
}

/** Shuts a Redis down without saving; it closes the connection instead of answering. */
export async function shutDownRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 0,
    socketTimeout: 5_000,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  await redis.shutdown('NOSAVE').catch(() => undefined);
  disconnect(redis);
}

/** A connection that has ended is left alone: ioredis would wait two seconds for it to close, and the program with it. */
function disconnect(redis: Redis): void {
  if (redis.status !== 'end') redis.disconnect();
}
