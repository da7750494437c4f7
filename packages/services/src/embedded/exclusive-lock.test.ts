import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './exclusive-lock.ts';
import {
  DEAD_PID,
  leaveFile,
  OTHER_MACHINE,
  THIS_MACHINE,
} from '../../../../test/support/leave-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

// With a lock that was one file, removed when stale and then created anew, two held it in 21 of 50 such rounds.
test('a stale lock is taken over by one of many at a time', async () => {
  for (let round = 0; round < 20; round++) {
    leaveFile(join(folder, String(1_000 * (round + 1))), {
      machine: THIS_MACHINE,
      pid: DEAD_PID,
      silentSeconds: 0,
    });
    let nHolders = 0;
    const seen: number[] = [];
    const contend = async () => {
      await sleep(5 * Math.random());
      const work = async () => {
        seen.push(++nHolders);
        await sleep(2);
        nHolders--;
      };
      await withLock(folder, work, { pollMs: 1 });
    };
    await Promise.all(Array.from({ length: 12 }, contend));
    expect(seen).toEqual(Array.from({ length: 12 }, () => 1));
  }
});

test.each([
  { of: 'a killed process', machine: THIS_MACHINE, pid: DEAD_PID, silentSeconds: 0 },
  { of: 'a machine that is off', machine: OTHER_MACHINE, pid: process.pid, silentSeconds: 40 },
  { of: 'a process id in other use', machine: THIS_MACHINE, pid: process.pid, silentSeconds: 90 },
])('the lock of $of is taken over', async (owner) => {
  leaveFile(join(folder, '7'), owner);
  expect(await withLock(folder, () => Promise.resolve('done'))).toBe('done');
  expect(readdirSync(folder)).toEqual(['8']);
});

test.each([
  { by: 'a running process', machine: THIS_MACHINE, pid: process.pid, silentSeconds: 0 },
  { by: 'another machine', machine: OTHER_MACHINE, pid: DEAD_PID, silentSeconds: 10 },
])('a lock that is held by $by is waited for', async (owner) => {
  const lock = join(folder, '7');
  leaveFile(lock, owner);
  let isHeld = false;
  const ended = withLock(folder, () => Promise.resolve(void (isHeld = true)));
  await sleep(200);
  expect(isHeld).toBe(false);
  rmSync(lock);
  await ended;
  expect(isHeld).toBe(true);
});

test('a lock is released when the work fails', async () => {
  await expect(withLock(folder, () => Promise.reject(new Error('no disk')))).rejects.toThrow(
    'no disk',
  );
  expect(await withLock(folder, () => Promise.resolve('done'))).toBe('done');
});
