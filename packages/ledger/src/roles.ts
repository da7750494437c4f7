import { EarmarkError, errorCode } from '@earmark/core/failure';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { type Client, inTransaction, type Pool, SEARCH_PATH } from './pool.ts';

interface Role {
  /** The role of the ledger that has the rights. */
  readonly group: string;
  readonly does: string;
  /** What an administrator has to grant where the user of DATABASE_URL may not make the group. */
  readonly rights: string;
  /** What a session begins with. */
  readonly settings: Readonly<Record<string, string>>;
}

const FIND_NAMES = { search_path: SEARCH_PATH.join(', ') };

/** Who may do what in the ledger, beside its owner, who may change its schema. */
const ROLES = {
  reader: {
    group: 'earmark_reader',
    does: 'reads the ledger',
    rights: 'select',
    settings: {
      ...FIND_NAMES,
      default_transaction_read_only: 'on',
      statement_timeout: `'5min'`,
      idle_in_transaction_session_timeout: `'10min'`,
    },
  },
  writer: {
    group: 'earmark_writer',
    does: 'writes the ledger',
    rights: 'select, insert, update, delete',
    settings: FIND_NAMES,
  },
} as const satisfies Record<string, Role>;

export type LedgerRole = keyof typeof ROLES;

/**
 * Makes a role that can log in and read everything in the ledger, or write it too; one of the same name that may do
 * that already gets this password.
 *
 * @throws USAGE_INVALID when another role has the name, or the user may not create roles; STORE_UNAVAILABLE
 */
export async function addRole(
  pool: Pool,
  kind: LedgerRole,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<void> {
  const { group, does, settings }: Role = ROLES[kind];
  await inTransaction(pool, async (client) => {
    const role = escapeIdentifier(name);
    if (!(await isMember(client, name, ROLES[kind]))) {
      await client.query(`create role ${role} in role ${group}`);
      await client.query(`comment on role ${role} is 'It ${does} of Earmark.'`);
    }
    await client.query(`alter role ${role} login password ${escapeLiteral(password)}`);
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const database = escapeIdentifier(rows[0]?.name ?? '');
    for (const [setting, value] of Object.entries(settings)) {
      await client.query(`alter role ${role} in database ${database} set ${setting} = ${value}`);
    }
  }).catch((error: unknown) => {
    const cause = error instanceof EarmarkError ? error.cause : error;
    throw MISSING_RIGHTS.includes(errorCode(cause))
      ? mayNotCreate(name, ROLES[kind], cause)
      : error;
  });
}

/** Whether there is such a role. @throws USAGE_INVALID when it is one that may do something else */
async function isMember(client: Client, name: string, { group, does }: Role): Promise<boolean> {
  const { rows } = await client.query<{ isMember: boolean }>(
    `select not rolsuper and not rolcreaterole and pg_has_role(oid, $2, 'member') as "isMember"
     from pg_roles where rolname = $1`,
    [name, group],
  );
  if (rows[0]?.isMember === false) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `The role "${name}" exists already, and is none that ${does} alone. Choose another name.`,
    );
  }
  return rows.length > 0;
}

/** insufficient_privilege, and undefined_object: the group could not be made either. */
const MISSING_RIGHTS = ['42501', '42704'];

function mayNotCreate(name: string, { group, rights }: Role, cause: unknown): EarmarkError {
  const role = escapeIdentifier(name);
  return new EarmarkError(
    'USAGE_INVALID',
    `The user of DATABASE_URL may not create roles. As an administrator of its Postgres: create role ${group}; ` +
      `grant usage on schema earmark to ${group}; grant ${rights} on all tables in schema earmark to ${group}; ` +
      `create role ${role} login password '...' in role ${group}; alter role ${role} set search_path = earmark`,
    { cause },
  );
}
