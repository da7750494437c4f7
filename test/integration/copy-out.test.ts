import { afterEach, beforeAll, expect, test } from 'vitest';
import { copyOut, createPool, type Pool } from '@earmark/ledger';
import { createDatabase, withPool } from '../support/services.ts';

const FIELD_LENGTH_BYTES = 4;
let databaseUrl: string;
let pool: Pool;
beforeAll(async () => {
  databaseUrl = await createDatabase('copy_out');
  pool = createPool(databaseUrl, { max: 1 });
  return () => pool.end();
});
afterEach(async () => {
  // Whatever happened, the one connection of the pool serves the next query.
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

/** The first field of every row of a query, an integer. */
async function readIntegers(select: string): Promise<number[]> {
  const integers: number[] = [];
  await copyOut(pool, select, (row, at) => {
    integers.push(row.getInt32(at + FIELD_LENGTH_BYTES));
  });
  return integers;
}

test.each([0, 1, 3, 50_000])('a query of %d rows gives as many', async (n) => {
  const integers = await readIntegers(`select i from generate_series(1, ${String(n)}) as i`);
  expect(integers).toEqual(Array.from({ length: n }, (_, i) => i + 1));
});

test('a query that Postgres refuses fails with its reason', async () => {
  await expect(readIntegers('select 1 / (3 - i) from generate_series(1, 5) as i')).rejects.toThrow(
    'division by zero',
  );
});

test('a row that is refused ends the query with the reason', async () => {
  let nTaken = 0;
  const reading = copyOut(pool, 'select i from generate_series(1, 50000) as i', () => {
    nTaken++;
    throw new RangeError('No such row is wanted.');
  });
  await expect(reading).rejects.toThrow('No such row is wanted.');
  expect(nTaken).toBe(1);
});

test('a connection that is lost ends the query as STORE_UNAVAILABLE', async () => {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const reading = readIntegers('select 1 from pg_sleep(60)');
  const lost = expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await withPool(databaseUrl, (other) =>
    other.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
  );
  await lost;
});
