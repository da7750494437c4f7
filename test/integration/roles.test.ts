import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addRole,
  createPool,
  inTransaction,
  migrate,
  type Pool,
  registerModels,
} from '@earmark/ledger';
import { readShippedModels, vocabularyOf } from '@earmark/models';
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

function addressAs(name: string, password: string): string {
  const address = new URL(url);
  address.username = encodeURIComponent(name);
  address.password = password;
  return address.href;
}

async function asReader<T>(password: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addressAs(NAME, password) });
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
  await addRole(pool, 'reader', { name: NAME, password: 'first' });
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
  await addRole(pool, 'reader', { name: NAME, password: 'second' });
  expect(await asReader('second', (client) => show(client, 'transaction_read_only'))).toBe('on');
  await expect(asReader('first', () => Promise.resolve())).rejects.toThrow(/authentication failed/);
});

test('a role that may do more is left alone', async () => {
  await expect(
    addRole(pool, 'reader', { name: decodeURIComponent(url.username), password: 'x' }),
  ).rejects.toThrow(/exists already, and is none that reads the ledger alone/);
});

test('a user who may not create roles is told what an administrator has to do', async () => {
  await addRole(pool, 'reader', { name: 'limited test user', password: 'limited' });
  const limited = createPool(addressAs('limited test user', 'limited'));
  try {
    await limited.query('set default_transaction_read_only = off');
    await expect(addRole(limited, 'reader', { name: 'another', password: 'x' })).rejects.toThrow(
      /may not create roles. As an administrator of its Postgres: create role/,
    );
  } finally {
    await limited.end();
  }
});

describe('a writer', () => {
  const WRITER = 'writer of "test"';
  let writer: Pool;
  beforeAll(async () => {
    await addRole(pool, 'writer', { name: WRITER, password: 'writes' });
    writer = createPool(addressAs(WRITER, 'writes'));
  });
  afterAll(() => writer.end());

  test('finds a ledger that is up to date, and registers models and runs', async () => {
    expect(await migrate(writer)).toEqual([]);
    const [model] = await readShippedModels();
    const vocabulary = await vocabularyOf(model!.spec);
    const rowIds = await inTransaction(writer, (client) =>
      registerModels(client, [{ model: model!, vocabulary }]),
    );
    const { rows } = await writer.query(
      `select relname, obj_description(oid) as comment from pg_class where relname = $1`,
      [`prediction_${String(rowIds[0])}`],
    );
    expect(rows).toEqual([
      {
        relname: `prediction_${String(rowIds[0])}`,
        comment: `Predictions of model ${String(rowIds[0])}, ${model!.spec.name}.`,
      },
    ]);
  });

  test.each([
    'drop table report',
    'alter table track add column mine int',
    'truncate prediction_history',
    'create table mine (n int)',
    'create schema mine',
    'create role mine',
    `insert into migration (name) values ('9999-mine.sql')`,
    'delete from migration',
    `create or replace function earmark.collection() returns int language sql as 'select 1'`,
    'select rolpassword from pg_authid',
    `copy track to program 'cat'`,
    `select pg_read_file('/etc/passwd')`,
  ])('may not: %s', async (sql) => {
    await expect(writer.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  test('may make no table but the partition of a model', async () => {
    await expect(writer.query('select add_partition(9999::smallint)')).rejects.toThrow(
      /query returned no rows/,
    );
  });

  test('may index embeddings', async () => {
    expect((await writer.query('select index_embeddings()')).rows).toEqual([]);
  });

  test('is told who has to migrate a ledger that is not up to date', async () => {
    await pool.query(`delete from migration where name like '0016%'`);
    await expect(migrate(writer)).rejects.toThrow(
      /has to be migrated \(0016-writers.sql\), and "writer of ""test""" may not change its schema. Run earmark migrate/,
    );
    await pool.query(`insert into migration (name) values ('0016-writers.sql')`);
  });
});

test.each(['add_partition(1::smallint)', 'index_embeddings()'])(
  'a reader may not: %s',
  async (call) => {
    await addRole(pool, 'reader', { name: NAME, password: 'third' });
    await asReader('third', async (client) => {
      await client.query('set default_transaction_read_only = off');
      const sql = `select earmark.${call}`;
      await expect(client.query(sql)).rejects.toThrow(/permission denied/);
    });
  },
);
