import pg from 'pg';
import { connectionOptions } from './connection.ts';
import { isUnavailable, toStoreError } from './store-error.ts';

export type Pool = pg.Pool;
export type Client = pg.PoolClient;
/** What SQL can be sent through: the pool, or the one client that holds a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

// int8 as number: ids and counts stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Tables of the ledger are reached without a schema name. */
export const SEARCH_PATH = ['earmark', 'public'] as const;

/** A pool of connections to the ledger, which are made when they are needed. */
export function createPool(databaseUrl: string, { max = 4 }: { max?: number } = {}): Pool {
  const connection = connectionOptions(databaseUrl);
  const pool = new pg.Pool({
    ...connection,
    options: `${connection.options} -c search_path=${SEARCH_PATH.join(',')}`,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'earmark',
    Client: ClosingClient,
  });
  // A connection that drops while no query runs is noticed by the next one; without a listener its error would end the
  // process: that of an idle connection through the pool, that of one in a transaction through the client.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return withStoreErrors(pool);
}

/**
 * Closes a connection that fails on this side, as when the server wants a password and there is none. `pg` leaves it
 * open, so that the program would end only when the server closes it, a minute later.
 */
class ClosingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.connection.once('error', () => this.connection.stream.destroy());
  }
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
    await client.query('rollback').catch(() => undefined);
    client.release(isUnavailable(error));
    throw toStoreError(error);
  }
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
    await pool.end();
  }
}
