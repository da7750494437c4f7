import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DEAD_PID,
  leaveFile,
  OTHER_MACHINE,
  THIS_MACHINE,
} from '../../../../test/support/leave-file.ts';
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

test.each([
  { user: 'a running process', machine: THIS_MACHINE, pid: process.pid, silentSeconds: 3_600 },
  {
    user: 'a process of another machine',
    machine: OTHER_MACHINE,
    pid: DEAD_PID,
    silentSeconds: 10,
  },
])('$user is a user', async (owner) => {
  leaveFile(join(folder, 'users', 'other'), owner);
  expect(await isOnlyUser(await openUsageLock(folder))).toBe(false);
});

test.each([
  { user: 'a killed process', machine: THIS_MACHINE, pid: DEAD_PID, silentSeconds: 0 },
  {
    user: 'a silent process of another machine',
    machine: OTHER_MACHINE,
    pid: process.pid,
    silentSeconds: 40,
  },
])('$user is not a user any more', async (owner) => {
  leaveFile(join(folder, 'users', 'other'), owner);
  expect(await isOnlyUser(await openUsageLock(folder))).toBe(true);
});

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
