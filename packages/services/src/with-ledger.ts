import { createPool, endPool, migrate, type Pool } from '@earmark/ledger';
import type { Context } from '@earmark/runtime/command';
import { rejectOnAbort } from '@earmark/runtime/process';
import { openServices } from './open-services.ts';

export interface Ledger {
  readonly pool: Pool;
  readonly databaseUrl: string;
  /** Address of the Redis that holds the queue in use; undefined when none is known. */
  readonly redisUrl: string | undefined;
  /** Migrations that were applied. */
  readonly applied: readonly string[];
}

/** Runs a command that needs only the ledger, with its schema up to date; on a stop signal it is given up. */
export async function withLedger<T>(
  { env, signal }: Context,
  body: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const services = await openServices(env, 'running');
  const pool = createPool(services.databaseUrl);
  try {
    const { databaseUrl, redisUrl } = services;
    const command = async () => body({ pool, databaseUrl, redisUrl, applied: await migrate(pool) });
    return await rejectOnAbort(signal, command());
  } finally {
    await endPool(pool);
    await services.close();
  }
}
