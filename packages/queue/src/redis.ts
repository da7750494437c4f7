import { Redis } from 'ioredis';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import { withoutPassword } from '@earmark/runtime/config';

/** The oldest Redis whose commands BullMQ uses. */
const MIN_REDIS = [6, 2] as const;

/** @throws QUEUE_UNAVAILABLE when no Redis answers; USAGE_INVALID when it refuses the credentials, is too old or evicts keys */
export async function checkRedis(url: string, { timeoutMs = 5_000 } = {}): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  // connect() rejects with the error; without a listener it would be printed as well.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const info = await redis.info();
    checkVersion(/^redis_version:(\S+)/m.exec(info)?.[1] ?? '0', url);
    checkEviction(/^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction');
  } catch (error) {
    throw error instanceof EarmarkError ? error : toRedisError(error, url);
  } finally {
    redis.disconnect();
  }
}

function toRedisError(error: unknown, url: string): EarmarkError {
  const message = messageOf(error);
  return /^(WRONGPASS|NOAUTH|NOPERM)|invalid password/.test(message)
    ? new EarmarkError(
        'USAGE_INVALID',
        `Redis at ${withoutPassword(url)} refuses the connection: ${message}. Correct REDIS_URL.`,
        { cause: error },
      )
    : new EarmarkError(
        'QUEUE_UNAVAILABLE',
        `Redis does not answer at ${withoutPassword(url)}. Start it, or correct REDIS_URL.`,
        { cause: error },
      );
}

function checkVersion(version: string, url: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MIN_REDIS[0] || (major === MIN_REDIS[0] && minor >= MIN_REDIS[1])) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Redis at ${withoutPassword(url)} is version ${version}; Earmark needs ${MIN_REDIS.join('.')} or newer.`,
  );
}

function checkEviction(policy: string): void {
  if (policy === 'noeviction') return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Redis may evict keys (maxmemory-policy ${policy}), which would lose jobs. Set it to noeviction.`,
  );
}

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
  redis.disconnect();
}
