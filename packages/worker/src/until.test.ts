import { expect, test } from 'vitest';
import { laterThan, until } from './until.ts';

const never = new Promise<never>(() => undefined);
const aborted = AbortSignal.abort(new Error('asked to stop'));

test('work that ends in time is what it is', async () => {
  const { signal } = new AbortController();
  expect(await until(signal, Promise.resolve('done'))).toBe('done');
  await expect(until(signal, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});

test.each([
  { when: 'has been aborted', signal: () => aborted },
  { when: 'is aborted later', signal: () => laterThan(aborted, 20) },
])('work is not waited for when the signal $when', async ({ signal }) => {
  await expect(until(signal(), never)).rejects.toThrow('asked to stop');
});

test('nobody is asked later who was not asked at all', () => {
  expect(laterThan(new AbortController().signal, 0).aborted).toBe(false);
});
