import { inject } from 'vitest';
import { createPool, type Pool } from '@earmark/ledger';

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

/** An empty ledger, and with it an empty queue. */
export async function emptyServices(
  name: string,
): Promise<{ databaseUrl: string; redisUrl: string | undefined }> {
  return { databaseUrl: await createDatabase(name), redisUrl: redisUrl() };
}

export async function withPool<T>(url: string, body: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(url);
  try {
    return await body(pool);
  } finally {
    await pool.end();
  }
}

/** The address of the tests' Redis, in which every ledger has a queue of its own; undefined, loudly, where there is none. */
export function redisUrl(): string | undefined {
  const url = inject('redisUrl');
  if (url === undefined)
    console.warn('SKIPPED, tests of the Redis queue: PATH has no redis-server.');
  return url;
}
