import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addReader, createPool, migrate, type Pool } from '@earmark/ledger';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
let url: URL;

beforeAll(async () => {
  url = new URL(await createDatabase('readers'));
  pool = createPool(url.href);
  await migrate(pool);
});
afterAll(() => pool.end());

/** Names of roles belong to the whole server, which other tests share. */
const NAME = 'reader of "test"';

async function asReader<T>(password: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const address = new URL(url);
  address.username = encodeURIComponent(NAME);
  address.password = password;
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const show = async (client: pg.Client, setting: string) =>
  (await client.query<{ value: string }>('select current_setting($1) as value', [setting])).rows[0]
    ?.value;

test('a reader finds views without their schema, and its queries end', async () => {
  await addReader(pool, NAME, 'first');
  await asReader('first', async (client) => {
    expect((await client.query('select * from run_progress')).rows).toEqual([]);
    expect((await client.query('select * from collection()')).rows).toEqual([]);
    expect(await show(client, 'statement_timeout')).toBe('5min');
    expect(await show(client, 'search_path')).toBe('earmark, public');
  });
});

test.each([
  'delete from track',
  'create table mine (n int)',
  `insert into run (source, fingerprint, options) values ('', '', '{}')`,
])('a reader may not: %s', async (sql) => {
  await asReader('first', async (client) => {
    await expect(client.query(sql)).rejects.toThrow(/read-only transaction/);
    await client.query('set transaction_read_only = off; set default_transaction_read_only = off');
    await expect(client.query(sql)).rejects.toThrow(/permission denied/);
  });
});

test('a reader is not shown the partitions', async () => {
  const names = await asReader('first', async (client) => {
    const sql = `select table_name as name from information_schema.tables where table_schema like 'earmark%'`;
    return (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  });
  expect(names).toContain('track_info');
  expect(names.filter((name) => name.startsWith('prediction_'))).toEqual(['prediction_history']);
});

test('a reader that is added again has another password', async () => {
  await addReader(pool, NAME, 'second');
  expect(await asReader('second', (client) => show(client, 'transaction_read_only'))).toBe('on');
  await expect(asReader('first', () => Promise.resolve())).rejects.toThrow(/authentication failed/);
});

test('a role that may do more is left alone', async () => {
  await expect(addReader(pool, decodeURIComponent(url.username), 'x')).rejects.toThrow(
    /exists already, and is no reader of the ledger/,
  );
});

test('a user who may not create roles is told what an administrator has to do', async () => {
  await addReader(pool, 'limited test user', 'limited');
  const address = new URL(url);
  address.username = encodeURIComponent('limited test user');
  address.password = 'limited';
  const limited = createPool(address.href);
  try {
    await limited.query('set default_transaction_read_only = off');
    await expect(addReader(limited, 'another', 'x')).rejects.toThrow(
      /may not create roles. As an administrator of its Postgres: create role/,
    );
  } finally {
    await limited.end();
  }
});
