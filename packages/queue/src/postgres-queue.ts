import type { Queryable } from '@earmark/ledger';

/** Whether this ledger's Postgres holds a queue. (Opening a queue would create it.) */
export async function holdsPostgresQueue(db: Queryable): Promise<boolean> {
  const { rowCount } = await db.query(`select where to_regnamespace('bullmq') is not null`);
  return rowCount === 1;
}

/** Removes the queue from the ledger's Postgres; the ledger fills a new one. */
export async function dropPostgresQueue(db: Queryable): Promise<void> {
  await db.query('drop schema if exists bullmq cascade');
}
