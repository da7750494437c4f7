import type { Client } from '@earmark/ledger';

/** A partition of `prediction`, each with the predictions of one model. */
const PARTITION = /^prediction_\d+$/;

/**
 * The tables of which a query reads so many rows at least, also in the functions that it calls: each with the number of
 * times that it is read from end to end, and `prediction` with the number of its partitions.
 */
export async function tablesRead(
  client: Client,
  sql: string,
  { minRows }: { minRows: number },
): Promise<ReadonlyMap<string, number>> {
  await client.query('begin');
  try {
    // Parallel workers would count elsewhere.
    await client.query('set local max_parallel_workers_per_gather = 0');
    const before = new Map((await rowsRead(client)).map(({ name, n }) => [name, n]));
    await client.query(sql);
    const names = (await rowsRead(client))
      .filter(({ name, n }) => n - (before.get(name) ?? 0) >= minRows)
      .map(({ name }) => (PARTITION.test(name) ? 'prediction' : name))
      .sort();
    return new Map(
      [...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]),
    );
  } finally {
    await client.query('rollback');
  }
}

/** Rows that this session has read from tables by reading them from end to end; some are counted only for a while. */
async function rowsRead(client: Client): Promise<readonly { name: string; n: number }[]> {
  const { rows } = await client.query<{ name: string; n: number }>(
    `select relname as name, seq_tup_read as n from pg_stat_xact_all_tables
     where schemaname in ('earmark', 'earmark_partitions')`,
  );
  return rows;
}
