import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPool, endPool, inTransaction, type Pool } from '@earmark/ledger';
import { openTagQueue, queueAddress } from '@earmark/queue';
import { checkRedis } from '@earmark/queue/servers';
import { type OwnServices, startOwnServices } from '../support/own-services.ts';
import { redisUrl } from '../support/services.ts';

let services: OwnServices;
let pool: Pool;
let thaw: () => void = () => undefined;
beforeAll(async () => {
  services = await startOwnServices();
  pool = createPool(services.databaseUrl, { max: 2 });
});
afterEach(() => {
  thaw();
});
afterAll(async () => {
  await endPool(pool);
  await services.close();
});

describe('a Postgres that is frozen', () => {
  const unavailable = { code: 'STORE_UNAVAILABLE' };

  test('ends queries and transactions as unavailable, and serves the same pool afterwards', async () => {
    await pool.query('select 1');
    const transaction = inTransaction(pool, async (client) => {
      await client.query('select 1');
      thaw = services.freezePostgres();
      await client.query('select 1');
    });
    await expect(transaction).rejects.toMatchObject(unavailable);
    await expect(pool.query('select 1')).rejects.toMatchObject(unavailable);
    thaw();
    expect(await pool.query('select 1')).toMatchObject({ rowCount: 1 });
  });

  test('does not keep a pool from closing', async () => {
    const closing = createPool(services.databaseUrl);
    await closing.query('select 1');
    thaw = services.freezePostgres();
    const query = expect(closing.query('select 1')).rejects.toMatchObject(unavailable);
    await endPool(closing);
    await query;
  });
});

test('a long statement is waited for while Postgres answers', async () => {
  const { rows } = await pool.query<{ slept: string }>('select pg_sleep(7)::text as slept');
  expect(rows).toEqual([{ slept: '' }]);
});

test('a transaction that was suspended loses its locks', async () => {
  const { rows } = await pool.query<{ timeout: string }>(
    `select current_setting('idle_in_transaction_session_timeout') as timeout`,
  );
  expect(rows).toEqual([{ timeout: '1min' }]);
});

describe.skipIf(redisUrl() === undefined)('a Redis that is frozen', () => {
  const unavailable = { code: 'QUEUE_UNAVAILABLE' };

  test('ends calls of the queue as unavailable, and serves the same queue afterwards', async () => {
    const address = await queueAddress(pool, services);
    const errors: string[] = [];
    const queue = openTagQueue(address, ({ message }) => errors.push(message));
    const empty = await queue.counts();
    thaw = services.freezeRedis();
    await expect(queue.counts()).rejects.toMatchObject(unavailable);
    await expect(queue.jobIds()).rejects.toMatchObject(unavailable);
    // The connection was given up meanwhile, and made again.
    expect(errors.join()).toContain('Socket timeout');
    expect(queue.consumeDisconnected()).toBe(true);
    thaw();
    expect(await queue.counts()).toEqual(empty);
    await queue.close();
  });

  test('is not used by a command that begins', async () => {
    thaw = services.freezeRedis();
    const check = checkRedis(services.redisUrl ?? '', { timeoutMs: 500 });
    await expect(check).rejects.toMatchObject(unavailable);
  });
});
