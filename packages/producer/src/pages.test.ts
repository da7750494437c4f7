import { expect, test } from 'vitest';
import { prefetch } from './pages.ts';

/** Counts to `n`, then throws the error if there is one; logs each step. */
async function* counting(n: number, log: string[], error?: Error): AsyncGenerator<number> {
  try {
    for (let i = 1; i <= n; i++) {
      log.push(`requested ${i}`);
      yield await Promise.resolve(i);
    }
    if (error) throw error;
  } finally {
    log.push('closed');
  }
}

async function work(items: AsyncIterable<number>, log: string[], until = Infinity): Promise<void> {
  for await (const item of prefetch(items)) {
    log.push(`at ${item}`);
    if (item === until) return;
  }
}

test('the next item is requested before the current one is processed', async () => {
  const log: string[] = [];
  await work(counting(3, log), log);
  expect(log).toEqual([
    'requested 1',
    'requested 2',
    'at 1',
    'requested 3',
    'at 2',
    'closed',
    'at 3',
  ]);
});

test('a consumer that stops ends the items, at most one too late', async () => {
  const log: string[] = [];
  await work(counting(9, log), log, 1);
  expect(log).toEqual(['requested 1', 'requested 2', 'at 1', 'closed']);
});

test('a failure comes after the items before it', async () => {
  const log: string[] = [];
  await expect(work(counting(2, log, new Error('gone')), log)).rejects.toThrow('gone');
  expect(log).toContain('at 2');
});
