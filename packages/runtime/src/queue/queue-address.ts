import { Redis } from 'ioredis';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** Where the queue lives: Redis, or the Postgres that holds the ledger. BullMQ runs on both. */
export type QueueAddress =
  | { readonly backend: 'redis'; readonly url: string }
  | { readonly backend: 'postgres'; readonly url: string };

/** Redis when there is an address of one, else the queue lives in the ledger's Postgres. */
export function queueAddress(urls: {
  redisUrl: string | undefined;
  databaseUrl: string;
}): QueueAddress {
  return urls.redisUrl
    ? { backend: 'redis', url: urls.redisUrl }
    : { backend: 'postgres', url: urls.databaseUrl };
}

/** The oldest Redis whose commands BullMQ uses. */
const MIN_REDIS = [6, 2] as const;

/** @throws QUEUE_UNAVAILABLE when no Redis answers there, or one that is too old or evicts keys */
export async function checkRedis(url: string, { timeoutMs = 5_000 } = {}): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  // The error reaches us through connect(); without a listener it would be printed too.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    const info = await redis.info();
    checkVersion(/^redis_version:(\S+)/m.exec(info)?.[1] ?? '0', url);
    checkEviction(/^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction');
  } catch (error) {
    if (error instanceof EarmarkError) throw error;
    throw new EarmarkError(
      'QUEUE_UNAVAILABLE',
      `Redis does not answer at ${withoutPassword(url)}. Start it, or correct REDIS_URL.`,
      { cause: error },
    );
  } finally {
    redis.disconnect();
  }
}

function checkVersion(version: string, url: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > MIN_REDIS[0] || (major === MIN_REDIS[0] && minor >= MIN_REDIS[1])) return;
  throw new EarmarkError(
    'QUEUE_UNAVAILABLE',
    `Redis at ${withoutPassword(url)} is version ${version}; Earmark needs ${MIN_REDIS.join('.')} or newer.`,
  );
}

function checkEviction(policy: string): void {
  if (policy === 'noeviction') return;
  throw new EarmarkError(
    'QUEUE_UNAVAILABLE',
    `Redis may evict keys (maxmemory-policy ${policy}), which would lose jobs. Set it to noeviction.`,
  );
}

/** A service address that may be printed. */
export function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.href;
}
