import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openUsageLock, type UsageLock } from './usage-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-usage-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function isOnlyUser(usage: UsageLock): Promise<boolean> {
  let isOnly: boolean | undefined;
  await usage.acquire((only) => Promise.resolve((isOnly = only)));
  await usage.release(() => Promise.resolve());
  return isOnly === true;
}

/** A process that holds a lock of this folder until it is killed. */
async function startHolder(file: string, options: object) {
  const script = `
    const { openSync } = require('node:fs');
    const { tryLock } = require('fs-native-extensions');
    console.log(tryLock(openSync(process.argv[1], 'a+'), ${JSON.stringify(options)}));
    setInterval(() => undefined, 60_000);`;
  const holder = spawn(process.execPath, ['-e', script, join(folder, file)], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = (await once(holder.stdout, 'data')) as [Buffer];
  expect(printed.toString()).toBe('true\n');
  return {
    async kill() {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    },
  };
}

test('the first user starts, the last one stops', async () => {
  const [first, second] = [await openUsageLock(folder), await openUsageLock(folder)];
  const received: boolean[] = [];
  const note = (isOnly: boolean) => Promise.resolve(void received.push(isOnly));
  await first.acquire(note);
  await second.acquire(note);
  await first.release(note);
  await second.release(note);
  expect(received).toEqual([true, false, false, true]);
});

test('a process whose start failed is not a user', async () => {
  const failing = await openUsageLock(folder);
  await expect(failing.acquire(() => Promise.reject(new Error('no disk')))).rejects.toThrow(
    'no disk',
  );
  expect(await isOnlyUser(await openUsageLock(folder))).toBe(true);
});

test('another process is a user until it is killed', async () => {
  const other = await startHolder('users.lock', { shared: true });
  expect(await isOnlyUser(await openUsageLock(folder))).toBe(false);
  await other.kill();
  expect(await isOnlyUser(await openUsageLock(folder))).toBe(true);
});

test('waits while another process starts or stops services, until it is killed', async () => {
  const other = await startHolder('start-stop.lock', {});
  let isDone = false;
  const usage = await openUsageLock(folder);
  const done = usage.exclusively(() => Promise.resolve(void (isDone = true)));
  await sleep(200);
  expect(isDone).toBe(false);
  await other.kill();
  await done;
  expect(isDone).toBe(true);
});

// Where a lock was a file that is removed when it is stale and then created again, two processes held it in 21 of 50 rounds.
test('one of many at a time takes over the lock of a killed process', async () => {
  for (let round = 0; round < 5; round++) {
    const killed = await startHolder('start-stop.lock', {});
    let nHolders = 0;
    const seen: number[] = [];
    const contend = async () => {
      const usage = await openUsageLock(folder);
      await usage.exclusively(async () => {
        seen.push(++nHolders);
        await sleep(2);
        nHolders--;
      });
    };
    // More at a time would leave no thread of the pool for files: a lock is waited for in one.
    const contending = Promise.all(Array.from({ length: 3 }, contend));
    await killed.kill();
    await contending;
    expect(seen).toEqual([1, 1, 1]);
  }
});
