import { openServices } from '@earmark/runtime/embedded/services.js';
import { migrate } from '@earmark/runtime/postgres/migrate.js';
import { createPool, type Pool } from '@earmark/runtime/postgres/pool.js';
import type { Context } from './context.ts';

/** Runs a command that needs nothing but the ledger, brought up to date. */
export async function withLedger<T>(
  { env }: Context,
  body: (ledger: { pool: Pool; applied: readonly string[] }) => Promise<T>,
): Promise<T> {
  const services = await openServices(env, 'none');
  const pool = createPool(services.databaseUrl);
  try {
    return await body({ pool, applied: await migrate(pool) });
  } finally {
    await pool.end();
    await services.close();
  }
}
