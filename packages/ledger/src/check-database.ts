import { EarmarkError } from '@earmark/core/failure';
import { SESSION_SETTINGS } from './connection.ts';
import { type Queryable, SEARCH_PATH } from './pool.ts';

/** The oldest Postgres that has all the SQL of the ledger. */
const MIN_POSTGRES = 14;

/**
 * What this Postgres is, and who its user is there.
 *
 * @throws USAGE_INVALID when its database cannot hold a ledger, or its user may not make one; STORE_UNAVAILABLE
 */
export async function checkDatabase(db: Queryable): Promise<Database> {
  const { rows } = await db.query<Facts>(FACTS);
  const [facts] = rows as [Facts];
  const fault = faultOf(facts);
  if (fault === undefined) return facts;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Postgres ${facts.version} cannot hold the ledger: ${fault}.`,
  );
}

/** Names are quoted where SQL needs it. */
export interface Database {
  readonly version: string;
  readonly user: string;
  /** Of the ledger; null while there is none. */
  readonly owner: string | null;
  /** Whether the user may change the schema of the ledger; null while there is none. */
  readonly isOwner: boolean | null;
}

interface Facts extends Database {
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  readonly database: string;
  readonly mayCreate: boolean;
  /** Null where there is no such role. */
  readonly isWriter: boolean | null;
  /** By name, without spaces. */
  readonly settings: Readonly<Record<string, string>>;
}

const FACTS = `
  select current_setting('server_version') as version,
         current_setting('server_encoding') as encoding,
         pg_is_in_recovery() as "isStandby",
         current_setting('transaction_read_only') = 'on' as "isReadOnly",
         quote_ident(current_user) as user,
         quote_ident(current_database()) as database,
         has_database_privilege(current_database(), 'create') as "mayCreate",
         schema.owner,
         schema."isOwner",
         (select pg_has_role(oid, 'member') from pg_roles where rolname = 'earmark_writer') as "isWriter",
         (select jsonb_object_agg(name, replace(setting, ' ', '')) from pg_settings) as settings
  from (values (1)) one
  left join (select quote_ident(pg_get_userbyid(nspowner)) as owner, pg_has_role(nspowner, 'usage') as "isOwner"
             from pg_namespace where nspname = 'earmark') schema on true`;

function faultOf(facts: Facts): string | undefined {
  const { version, encoding, user, database, owner } = facts;
  if (Number.parseInt(version, 10) < MIN_POSTGRES)
    return `Earmark needs Postgres ${MIN_POSTGRES} or newer`;
  if (facts.isStandby)
    return 'it is a standby, to which nothing can be written. Set DATABASE_URL to its primary';
  if (facts.isReadOnly) {
    return (
      `default_transaction_read_only is on. Set it off for the database or the user: ` +
      `alter database ${database} reset default_transaction_read_only`
    );
  }
  if (encoding !== 'UTF8') {
    return (
      `the encoding of database ${database} is ${encoding}, in which not every file name can be written. Create another one ` +
      `and name it in DATABASE_URL: create database NAME encoding 'UTF8' template template0`
    );
  }
  if (owner !== null && facts.isOwner !== true && facts.isWriter !== true) {
    return (
      `its schema earmark belongs to ${owner}, and DATABASE_URL names ${user}. Connect as ${owner}, or as ` +
      `a role that earmark ledger add-writer makes`
    );
  }
  if (owner === null && !facts.mayCreate) {
    return (
      `${user} may not create a schema in database ${database}. As its owner: ` +
      `grant create on database ${database} to ${user}`
    );
  }
  const dropped = droppedSettings(facts);
  if (dropped.length === 0) return undefined;
  const statements = dropped.map(
    ([name, values]) => `alter role ${user} in database ${database} set ${name} = ${values}`,
  );
  return (
    `a pooler in between drops settings of the connection. Set them for the user, and restart the pooler: ` +
    statements.join('; ')
  );
}

/** Settings that the connection asked for and did not get, with their values in SQL. */
function droppedSettings({ settings }: Facts): readonly (readonly [string, string])[] {
  const wanted = { search_path: SEARCH_PATH.join(','), ...SESSION_SETTINGS };
  return Object.entries(wanted)
    .filter(([name, value]) => !settings[name]?.startsWith(value))
    .map(([name, value]) => [name, `'${value.replaceAll(',', "', '")}'`]);
}

/** Whether the connection has settings that it did not ask for: a pooler in between gives it another one each time. */
export async function isPooled(db: Queryable): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from pg_settings where name = 'search_path' and source <> 'client'`,
  );
  return rowCount === 1;
}
