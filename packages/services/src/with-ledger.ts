import { createPool, migrate, type Pool } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { openServices } from './open-services.ts';

export interface Ledger {
  readonly pool: Pool;
  readonly databaseUrl: string;
  /** Address of the Redis that holds the queue in use; undefined when none is known. */
  readonly redisUrl: string | undefined;
  /** Migrations that were applied. */
  readonly applied: readonly string[];
}

/** Runs a command that needs only the ledger, with its schema up to date. */
export async function withLedger<T>(
  { env }: Context,
  body: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const services = await openServices(env, 'running');
  const pool = createPool(services.databaseUrl);
  try {
    const applied = await migrate(pool);
    const { databaseUrl, redisUrl } = services;
    return await body({ pool, databaseUrl, redisUrl, applied });
  } finally {
    await pool.end();
    await services.close();
  }
}
