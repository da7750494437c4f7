import pg from 'pg';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;
/** What SQL can be sent through: the pool, or the one client that holds a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

// int8 as number: ids and counts stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

// Connection refused, reset, unknown host, timed out; server starting, stopping or full.
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
]);
const AWAY_SQLSTATE = /^(08|57P0|53300)/;

/**
 * A pool of connections to the ledger. Its tables are reached without a schema name.
 *
 * @throws USAGE_INVALID when the address is not one; connections are made when they are needed
 */
export function createPool(databaseUrl: string, { max = 4 }: { max?: number } = {}): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'earmark',
    options: '-c search_path=earmark,public',
  });
  // An idle connection that drops is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** Runs `work` in one transaction: all of it is kept, or nothing. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error);
  });
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    client.release(isAway(error));
    throw toStoreError(error);
  }
}

/** `error` as STORE_UNAVAILABLE when Postgres was out of reach, DISK_FULL when it had no room, else unchanged. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof EarmarkError) return error;
  if (isAway(error)) {
    const reason = error instanceof Error ? error.message : String(error);
    return new EarmarkError(
      'STORE_UNAVAILABLE',
      `Postgres cannot be reached (${reason || 'no reason given'}). Check that it runs and that DATABASE_URL is right.`,
      { cause: error },
    );
  }
  if (/^(28|3D)/.test(codeOf(error) ?? '')) {
    return new EarmarkError(
      'USAGE_INVALID',
      `Postgres refuses DATABASE_URL: ${error instanceof Error ? error.message : ''}. Correct its user, password or database.`,
      { cause: error },
    );
  }
  if (codeOf(error) === '53100') {
    return new EarmarkError(
      'DISK_FULL',
      'Postgres has no disk space left. Free some, then run again.',
      {
        cause: error,
      },
    );
  }
  return error;
}

function isAway(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined) return AWAY.has(code) || AWAY_SQLSTATE.test(code);
  return error instanceof Error && /Connection terminated|timeout/i.test(error.message);
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
