import { expect, test } from 'vitest';
import { delaySignal, rejectOnAbort } from './abort-signals.ts';

const never = new Promise<never>(() => undefined);
const aborted = AbortSignal.abort(new Error('told to stop'));

test('work that ends in time keeps its result or its error', async () => {
  const { signal } = new AbortController();
  expect(await rejectOnAbort(signal, Promise.resolve('done'))).toBe('done');
  await expect(rejectOnAbort(signal, Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
});

test.each([
  { when: 'has been aborted', signal: () => aborted },
  { when: 'is aborted later', signal: () => delaySignal(aborted, 20) },
])('work is no longer waited for when the signal $when', async ({ signal }) => {
  await expect(rejectOnAbort(signal(), never)).rejects.toThrow('told to stop');
});

test('a delayed signal is not aborted while its own signal is not', () => {
  expect(delaySignal(new AbortController().signal, 0).aborted).toBe(false);
});
