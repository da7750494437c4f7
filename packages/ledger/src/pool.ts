import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionOptions } from './connection.ts';
import { endSilentConnections } from './silent-server.ts';
import { isUnavailable, toStoreError } from './store-error.ts';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;
/** What SQL can be sent through: the pool, or the one client that holds a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

// int8 as number: ids and counts stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Tables of the ledger are reached without a schema name. */
export const SEARCH_PATH = ['earmark', 'public'] as const;

/** How long is waited for a connection and for a statement, the plan of the largest run included. */
const DEADLINES = { connectionTimeoutMillis: 10_000, query_timeout: 3_600_000 } as const;

/** A program that was suspended in a transaction must not hold up all others by its locks. */
const IDLE_IN_TRANSACTION = '60s';

/** A pool of connections to the ledger, which are made when they are needed. */
export function createPool(databaseUrl: string, { max = 4 }: { max?: number } = {}): Pool {
  const connection = connectionOptions(databaseUrl);
  const own = [
    `-c search_path=${SEARCH_PATH.join(',')}`,
    `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION}`,
  ];
  const server = {
    ...connection,
    ...DEADLINES,
    options: [connection.options, ...own].join(' '),
    application_name: 'earmark',
  };
  const pool = new pg.Pool({ ...server, max });
  endSilentConnections(pool, server);
  // An idle connection that drops is replaced by the next query; without a listener its error would end the process.
  pool.on('error', () => undefined);
  return withStoreErrors(pool);
}

/** Makes queries of the pool throw EarmarkErrors: STORE_UNAVAILABLE, DISK_FULL, USAGE_INVALID. */
function withStoreErrors(pool: Pool): Pool {
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<unknown>;
  const translated = async (...args: unknown[]) => {
    try {
      return await query(...args);
    } catch (error) {
      throw toStoreError(error);
    }
  };
  return Object.assign(pool, { query: translated });
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
    const isLost = isUnavailable(error);
    // A connection that is closed is rolled back by the server.
    if (!isLost) await client.query('rollback').catch(() => undefined);
    client.release(isLost);
    throw toStoreError(error);
  }
}

/** A query that was given up may wait for a server that does not answer. */
const END_MS = 2_000;

/** Closes a pool, after the queries that are under way. */
export async function endPool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), sleep(END_MS, undefined, { ref: false })]);
}

/** Identifies this ledger: the id of its cluster and that of its database. A restored dump is another ledger. */
export async function ledgerId(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ cluster: string; database: number }>(
    `select system_identifier::text as cluster, oid as database
     from pg_control_system(), pg_database where datname = current_database()`,
  );
  const [{ cluster, database }] = rows as [{ cluster: string; database: number }];
  return `${cluster}-${String(database)}`;
}

/** Creates the database of this name on a server, unless it exists. @throws STORE_UNAVAILABLE */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const pool = createPool(serverUrl, { max: 1 });
  try {
    const { rowCount } = await pool.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await pool.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await endPool(pool);
  }
}
