import { EarmarkError, errorCode } from '@earmark/core/failure';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { type Client, inTransaction, type Pool, SEARCH_PATH } from './pool.ts';

/** What a session of a reader begins with: names without `earmark.`, and no query that is forgotten. */
const SETTINGS: Readonly<Record<string, string>> = {
  search_path: SEARCH_PATH.join(', '),
  default_transaction_read_only: 'on',
  statement_timeout: `'5min'`,
  idle_in_transaction_session_timeout: `'10min'`,
};

/**
 * Makes a role that can log in, read everything in the ledger and write nothing; one of the same name that reads it
 * already gets this password.
 *
 * @throws USAGE_INVALID when another role has the name, or the user may not create roles; STORE_UNAVAILABLE
 */
export async function addReader(pool: Pool, name: string, password: string): Promise<void> {
  await inTransaction(pool, async (client) => {
    const role = escapeIdentifier(name);
    if (!(await isReader(client, name))) {
      await client.query(`create role ${role} in role earmark_reader`);
      await client.query(`comment on role ${role} is 'Reads the ledger of Earmark.'`);
    }
    await client.query(`alter role ${role} login password ${escapeLiteral(password)}`);
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const database = escapeIdentifier(rows[0]?.name ?? '');
    for (const [setting, value] of Object.entries(SETTINGS)) {
      await client.query(`alter role ${role} in database ${database} set ${setting} = ${value}`);
    }
  }).catch((error: unknown) => {
    const cause = error instanceof EarmarkError ? error.cause : error;
    throw MISSING_RIGHTS.includes(errorCode(cause)) ? mayNotCreate(name, cause) : error;
  });
}

/** Whether there is such a role. @throws USAGE_INVALID when it is one that may do more than read */
async function isReader(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ isReader: boolean }>(
    `select not rolsuper and not rolcreaterole and pg_has_role(oid, 'earmark_reader', 'member') as "isReader"
     from pg_roles where rolname = $1`,
    [name],
  );
  if (rows[0]?.isReader === false) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The role "${name}" exists already, and is no reader of the ledger. Choose another name.`,
    );
  }
  return rows.length > 0;
}

/** insufficient_privilege, and undefined_object: the role earmark_reader could not be made either. */
const MISSING_RIGHTS = ['42501', '42704'];

function mayNotCreate(name: string, cause: unknown): EarmarkError {
  const role = escapeIdentifier(name);
  return new EarmarkError(
    'USAGE_INVALID',
    `The user of DATABASE_URL may not create roles. As an administrator of its Postgres: create role earmark_reader; ` +
      `grant usage on schema earmark to earmark_reader; grant select on all tables in schema earmark to earmark_reader; ` +
      `create role ${role} login password '...' in role earmark_reader; alter role ${role} set search_path = earmark`,
    { cause },
  );
}
