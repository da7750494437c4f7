import { expect, test } from 'vitest';
import { rejectOnAbort } from './reject-on-abort.ts';

const never = new Promise<never>(() => undefined);

test('work that ends in time keeps its result or its error', async () => {
  const { signal } = new AbortController();
  expect(await rejectOnAbort(signal, Promise.resolve('done'))).toBe('done');
  await expect(rejectOnAbort(signal, Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
});

test('work is no longer waited for when the signal has been aborted', async () => {
  const aborted = AbortSignal.abort(new Error('told to stop'));
  await expect(rejectOnAbort(aborted, never)).rejects.toThrow('told to stop');
});

test('work is no longer waited for when the signal is aborted later', async () => {
  const controller = new AbortController();
  const waiting = rejectOnAbort(controller.signal, never);
  controller.abort(new Error('told to stop'));
  await expect(waiting).rejects.toThrow('told to stop');
});
