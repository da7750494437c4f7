import type { Queryable } from '../postgres/pool.ts';

/** Tells this ledger from every other: the id of its cluster and that of its database. A dump that is restored is another. */
export async function ledgerId(db: Queryable): Promise<string> {
  const { rows } = await db.query<{ cluster: string; database: number }>(
    `select system_identifier::text as cluster, oid as database
     from pg_control_system(), pg_database where datname = current_database()`,
  );
  const [{ cluster, database }] = rows as [{ cluster: string; database: number }];
  return `${cluster}-${String(database)}`;
}
