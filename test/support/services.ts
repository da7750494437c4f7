import { createPool, type Pool } from '@earmark/runtime/postgres/pool.js';
import { inject } from 'vitest';
import { loseQueue } from './queues.ts';

/** Redis has sixteen databases; each test file that asks for one says which. */
export type RedisDatabase = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** An empty database on a Postgres, that of the tests unless told, and its address. */
export async function createDatabase(
  name: string,
  serverUrl = inject('databaseUrl'),
): Promise<string> {
  await withPool(serverUrl, (server) => server.query(`create database ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** An empty ledger and an empty queue. */
export async function emptyServices(
  name: string,
  redisDatabase: RedisDatabase,
): Promise<{ databaseUrl: string; redisUrl: string | undefined }> {
  const url = redisUrl(redisDatabase);
  if (url !== undefined) await loseQueue({ backend: 'redis', url });
  return { databaseUrl: await createDatabase(name), redisUrl: url };
}

export async function withPool<T>(url: string, body: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(url);
  try {
    return await body(pool);
  } finally {
    await pool.end();
  }
}

/** The address of a database of the tests' Redis; undefined, loudly, where there is no Redis. */
export function redisUrl(database: RedisDatabase): string | undefined {
  const url = inject('redisUrl');
  if (url === undefined)
    console.warn('SKIPPED, tests of the Redis queue: PATH has no redis-server.');
  return url && `${url}/${String(database)}`;
}
