import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createPool,
  heartbeat,
  listWorkers,
  migrate,
  type Pool,
  registerWorker,
  removeWorker,
  requestDrain,
} from '@earmark/ledger';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
beforeAll(async () => {
  pool = createPool(await createDatabase('workers'));
  await migrate(pool);
});
beforeEach(() => pool.query('delete from worker'));
afterAll(() => pool.end());

const worker = (name: string) => ({
  name,
  host: 'machine',
  version: '0.1.0',
  device: 'cpu',
  slots: { fetch: 4, decode: 2, threads: 1 },
});
const working = { state: 'working', blockedOn: null, nJobs: 3 } as const;

test('a worker is listed with what it is and does, until it is removed', async () => {
  await registerWorker(pool, worker('machine:2'));
  await registerWorker(pool, worker('machine:1'));
  expect(await heartbeat(pool, 'machine:2', { state: 'blocked', blockedOn: 's3', nJobs: 2 })).toBe(
    false,
  );
  expect(await listWorkers(pool)).toMatchObject([
    { ...worker('machine:1'), state: 'idle', blockedOn: null, nJobs: 0, isDrainRequested: false },
    { ...worker('machine:2'), state: 'blocked', blockedOn: 's3', nJobs: 2 },
  ]);
  await removeWorker(pool, 'machine:1');
  expect(await listWorkers(pool)).toMatchObject([{ name: 'machine:2' }]);
});

test('a heartbeat tells a worker to drain, and that it is not registered', async () => {
  await registerWorker(pool, worker('machine:1'));
  await requestDrain(pool, 'machine:1', true);
  expect(await heartbeat(pool, 'machine:1', working)).toBe(true);
  await requestDrain(pool, 'machine:1', false);
  expect(await heartbeat(pool, 'machine:1', working)).toBe(false);
  expect(await heartbeat(pool, 'machine:2', working)).toBeUndefined();
});

test('a worker that gets the name of an earlier one is not asked to drain', async () => {
  await registerWorker(pool, worker('machine:1'));
  await requestDrain(pool, 'machine:1', true);
  await registerWorker(pool, worker('machine:1'));
  expect(await heartbeat(pool, 'machine:1', working)).toBe(false);
});

test('a heartbeat is when the worker was last seen', async () => {
  await registerWorker(pool, worker('machine:1'));
  const [before] = await listWorkers(pool);
  await sleep(5);
  await heartbeat(pool, 'machine:1', working);
  const [after] = await listWorkers(pool);
  expect(after!.seenAt.getTime()).toBeGreaterThan(before!.seenAt.getTime());
});

test('whoever registers removes workers that were not seen for a day', async () => {
  await registerWorker(pool, worker('machine:1'));
  await registerWorker(pool, worker('machine:2'));
  await pool.query(
    `update worker set seen_at = now() - interval '25 hours' where name = 'machine:1'`,
  );
  await registerWorker(pool, worker('machine:3'));
  expect((await listWorkers(pool)).map(({ name }) => name)).toEqual(['machine:2', 'machine:3']);
});

test('a worker that does not exist cannot drain; the error names those that do', async () => {
  await expect(requestDrain(pool, 'machine:9', true)).rejects.toThrow('No worker is registered.');
  await registerWorker(pool, worker('machine:1'));
  await registerWorker(pool, worker('machine:2'));
  await expect(requestDrain(pool, 'machine:9', true)).rejects.toThrow(
    'There is no worker "machine:9". The workers are: machine:1, machine:2.',
  );
});
