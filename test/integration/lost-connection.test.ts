import { expect, test } from 'vitest';
import { inTransaction } from '@earmark/ledger';
import { createDatabase, withPool } from '../support/services.ts';

test('a connection that is lost between two statements of a transaction ends it as STORE_UNAVAILABLE', async () => {
  const url = await createDatabase('lost_connection');
  const transaction = withPool(url, (pool) =>
    inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      // Not `once` of node:events, which rejects with the error that comes before the end.
      const ended = new Promise<void>((resolve) => client.once('end', resolve));
      await withPool(url, (other) =>
        other.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
      );
      await ended;
      await client.query('select 1');
    }),
  );
  await expect(transaction).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});
