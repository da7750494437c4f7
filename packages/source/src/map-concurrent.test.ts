import { expect, test } from 'vitest';
import { mapConcurrent } from './map-concurrent.ts';

async function* countingTo(n: number): AsyncGenerator<number> {
  for (let i = 1; i <= n; i++) yield await Promise.resolve(i);
}

test('results come in the order of the items, and at most n are in flight', async () => {
  let nInFlight = 0;
  let most = 0;
  const results = mapConcurrent(countingTo(20), 4, async (item) => {
    most = Math.max(most, ++nInFlight);
    for (let turn = item % 5; turn >= 0; turn--) await Promise.resolve();
    nInFlight--;
    return item;
  });
  let last = 0;
  for await (const item of results) expect(item).toBe(++last);
  expect(last).toBe(20);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(4);
});

test('a failure comes after the results of the items before it', async () => {
  const seen: number[] = [];
  const results = mapConcurrent(countingTo(9), 4, (item) =>
    item === 3 ? Promise.reject(new Error('three')) : Promise.resolve(item),
  );
  await expect(
    (async () => {
      for await (const item of results) seen.push(item);
    })(),
  ).rejects.toThrow('three');
  expect(seen).toEqual([1, 2]);
});
