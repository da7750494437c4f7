import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

test('the seconds of work in progress and of work that waits count up to now', async () => {
  let time = 0;
  const slots = createSlots(1, () => time);
  let end: () => void = () => undefined;
  const first = slots.use(() => new Promise<void>((resolve) => (end = resolve)));
  const second = slots.use(() => Promise.resolve());
  await Promise.resolve();
  time = 2_000;
  expect([slots.nUsed(), slots.busySeconds(), slots.waitSeconds()]).toEqual([1, 2, 2]);
  end();
  await Promise.all([first, second]);
  time = 5_000;
  expect([slots.nUsed(), slots.busySeconds(), slots.waitSeconds()]).toEqual([0, 2, 2]);
});

test('work that fails leaves its place', async () => {
  const slots = createSlots(1);
  await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([slots.nUsed(), slots.nDone()]).toEqual([0, 1]);
  expect(await slots.use(() => Promise.resolve(3))).toBe(3);
});
