import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, inject, test } from 'vitest';
import { checkRedis } from '@earmark/queue/servers';
import { canReach } from '@earmark/services/embedded';
import { type Started, startNode } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { processesOf } from '../support/processes.ts';
import { withPool } from '../support/services.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const HOLDER = fileURLToPath(new URL('../support/services-holder.mjs', import.meta.url));
const isRoot = process.getuid?.() === 0;
if (!isRoot) console.warn('SKIPPED, tests of embedded services under root: this user is not root.');
const NOBODY = { uid: 65_534, gid: 65_534 };
const nobodyCanRun =
  (await canReach(dirname(HOLDER), NOBODY)) && (await canReach(process.execPath, NOBODY));
if (isRoot && !nobodyCanRun) {
  console.warn(
    'SKIPPED, a test of an ordinary user: nobody may enter the folder of this repository.',
  );
}

interface Addresses {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

const folder = temporaryFolder();
let home = join(folder.path, 'home');
afterEach(async () => {
  await waitFor(() => processesOf(home).length === 0, 'no process and no server is left');
});
afterAll(() => folder.remove());

function hold(options: { uid?: number; gid?: number } = {}): Started {
  return startNode([HOLDER], { EARMARK_HOME: home }, options);
}

async function addressesOf(holder: Started): Promise<Addresses> {
  const isOver = () => holder.process.exitCode !== null;
  await waitFor(() => holder.stdout().includes('\n') || isOver(), 'the services are open');
  if (isOver()) throw new Error((await holder.ended).stderr);
  return JSON.parse(holder.stdout()) as Addresses;
}

async function close(holder: Started): Promise<void> {
  holder.process.kill('SIGTERM');
  expect(await holder.ended).toMatchObject({ exitCode: 0, stderr: '' });
}

const hasRedis = inject('redisUrl') !== undefined;

async function expectServed({ databaseUrl, redisUrl }: Addresses): Promise<void> {
  await withPool(databaseUrl, (pool) => pool.query('select 1'));
  expect(redisUrl !== undefined).toBe(hasRedis);
  if (redisUrl) await checkRedis(redisUrl);
}

async function expectStopped({ databaseUrl, redisUrl }: Addresses): Promise<void> {
  await expect(withPool(databaseUrl, (pool) => pool.query('select 1'))).rejects.toThrow();
  if (redisUrl) await expect(checkRedis(redisUrl)).rejects.toThrow();
}

test('the services start in a home that does not exist yet, and stop with their user', async () => {
  const holder = hold();
  const addresses = await addressesOf(holder);
  await expectServed(addresses);
  await close(holder);
  await expectStopped(addresses);
});

// The tests that follow it start the same cluster again.
test('two processes share the services of a home, and the last one stops them', async () => {
  home = join(folder.path, 'home of two');
  const holders = [hold(), hold()];
  const [first, second] = await Promise.all(holders.map(addressesOf));
  expect(second).toEqual(first);
  await close(holders[0]!);
  await expectServed(first!);
  await close(holders[1]!);
  await expectStopped(first!);
});

test('what a killed process leaves running, the next one uses and stops', async () => {
  const killed = hold();
  const before = await addressesOf(killed);
  killed.process.kill('SIGKILL');
  await killed.ended;
  await withPool(before.databaseUrl, (pool) => pool.query('select 1'));
  const next = hold();
  const after = await addressesOf(next);
  expect(after.databaseUrl).toBe(before.databaseUrl);
  await expectServed(after);
  await close(next);
  await expectStopped(before);
  await expectStopped(after);
});

test('what a killed process leaves running, a command that needs less stops as well', async () => {
  const killed = hold();
  const left = await addressesOf(killed);
  killed.process.kill('SIGKILL');
  await killed.ended;
  expect(await earmarkHere(['migrate'], { EARMARK_HOME: home })).toMatchObject({ exitCode: 0 });
  await expectStopped(left);
});

describe.skipIf(!isRoot)('under root', () => {
  test('the services start with a home that nobody else may enter', async () => {
    home = join(folder.path, 'home of root alone');
    mkdirSync(home, { mode: 0o700 });
    const holder = hold();
    await expectServed(await addressesOf(holder));
    await close(holder);
    // Postgres, which runs as another user, keeps its data elsewhere.
    const hash = createHash('sha256').update(home).digest('hex').slice(0, 12);
    rmSync(`/var/lib/earmark/postgres-${hash}`, { recursive: true });
  });

  test.skipIf(!nobodyCanRun)('an ordinary user starts them in a home of its own', async () => {
    home = join(folder.path, 'home of an ordinary user');
    chmodSync(folder.path, 0o777);
    const holder = hold(NOBODY);
    await expectServed(await addressesOf(holder));
    await close(holder);
  });
});
