import { readdir, readFile } from 'node:fs/promises';
import { EarmarkError } from '@earmark/core/failure';
import { checkDatabase, type Database } from './check-database.ts';
import { type Client, inTransaction, type Pool, type Queryable } from './pool.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);
// Any constant serves, as long as every version of Earmark takes the same lock.
const MIGRATION_LOCK = 7_236_458;

/**
 * Brings the ledger's schema up to date and returns the names of the migrations that were new.
 * Programs may call it at the same time: one migrates, the others wait.
 *
 * @throws USAGE_INVALID when this database cannot hold a ledger, or holds that of a newer version; STORE_UNAVAILABLE
 */
export async function migrate(pool: Pool): Promise<readonly string[]> {
  const database = await checkDatabase(pool);
  const missing = await missingMigrations(pool);
  if (missing.length === 0) return [];
  if (database.isOwner === false) throw notOwner(database, missing);
  return inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await createSchema(client);
    await client.query(
      `create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`,
    );
    await client.query(`
      comment on schema earmark is 'The ledger of Earmark: the scores that models give to the tags of tracks, and the outcome of every task of every run. Read the views first: \\dv+ earmark.*';
      comment on table migration is 'One row per migration, which is a change of this schema, that Earmark has applied.';
      comment on column migration.name is 'File name of the migration.';
      comment on column migration.applied_at is 'Time at which the migration was applied.'`);
    const applied: string[] = [];
    for (const name of await missingMigrations(client)) {
      await client.query(await readFile(new URL(name, MIGRATIONS), 'utf8'));
      await client.query('insert into migration (name) values ($1)', [name]);
      applied.push(name);
    }
    return applied;
  });
}

/** Only where there is none: the right to create it is needed even to be told that it exists. */
async function createSchema(client: Client): Promise<void> {
  const { rowCount } = await client.query(`select where to_regnamespace('earmark') is null`);
  if (rowCount === 1) await client.query('create schema earmark');
}

/** A writer can work with a ledger, but not change its schema. */
function notOwner({ user, owner }: Database, missing: readonly string[]): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The ledger has to be migrated (${missing.join(', ')}), and ${user} may not change its schema. ` +
      `Run earmark migrate with DATABASE_URL of ${owner ?? 'its owner'} first.`,
  );
}

async function missingMigrations(db: Queryable): Promise<readonly string[]> {
  const applied = new Set(await appliedMigrations(db));
  const known = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.sql')).sort();
  const unknown = [...applied].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw isNewer(unknown);
  return known.filter((file) => !applied.has(file));
}

async function appliedMigrations(db: Queryable): Promise<readonly string[]> {
  const { rowCount } = await db.query(`select where to_regclass('earmark.migration') is not null`);
  if (rowCount === 0) return [];
  const { rows } = await db.query<{ name: string }>('select name from migration order by name');
  return rows.map(({ name }) => name);
}

function isNewer(unknown: readonly string[]): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `The ledger was migrated by a newer version of Earmark, which this one cannot work with: it does not know ` +
      `${unknown.join(', ')}. Install that version again, or name another database in DATABASE_URL.`,
  );
}
