import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadLimit } from './read-limit.ts';

const { signal } = new AbortController();
const SECOND = 1_000;

// The clock of the bucket goes on only when a test says so.
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('as many files are opened in each second as are allowed', async () => {
  const limit = createReadLimit({ maxRequests: 4 });
  let nOpened = 0;
  for (let i = 0; i < 10; i++) void limit.request(signal).then(() => nOpened++);
  const counts: number[] = [];
  for (let second = 0; second < 3; second++) {
    await vi.advanceTimersByTimeAsync(SECOND);
    counts.push(nOpened);
  }
  expect(counts).toEqual([4, 8, 10]);
});

test('as many bytes are read in each second as are allowed, by all readers together', async () => {
  const limit = createReadLimit({ maxBandwidth: 2 });
  let nBytes = 0;
  const readFile = async () => {
    for (let i = 0; i < 10; i++) {
      await limit.read(500_000, signal);
      nBytes += 500_000;
    }
  };
  void readFile();
  void readFile();
  const counts: number[] = [];
  for (let second = 0; second < 6; second++) {
    await vi.advanceTimersByTimeAsync(SECOND);
    counts.push(nBytes / 1e6);
  }
  expect(counts).toEqual([2, 4, 6, 8, 10, 10]);
});

test('more bytes at once than a second allows take several seconds', async () => {
  const limit = createReadLimit({ maxBandwidth: 0.5 });
  let isRead = false;
  void limit.read(1_200_000, signal).then(() => (isRead = true));
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  expect(isRead).toBe(false);
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(isRead).toBe(true);
});

test('a signal ends the wait within a second', async () => {
  const controller = new AbortController();
  const limit = createReadLimit({ maxBandwidth: 0.001 });
  let reason: unknown;
  void limit.read(1e6, controller.signal).catch((error: unknown) => (reason = error));
  controller.abort('stopped');
  await vi.advanceTimersByTimeAsync(SECOND);
  expect(reason).toBe('stopped');
});

test('without a limit nothing waits', async () => {
  const limit = createReadLimit({});
  await limit.request(signal);
  await limit.read(1e12, signal);
});
