import { createPool, migrate, type Pool } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { openServices } from './open-services.ts';

export interface Ledger {
  readonly pool: Pool;
  readonly databaseUrl: string;
  /** Redis of the queue that is in use, as far as it is known. */
  readonly redisUrl: string | undefined;
  /** Migrations that were new. */
  readonly applied: readonly string[];
}

/** Runs a command that needs nothing but the ledger, brought up to date. */
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
