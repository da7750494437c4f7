import { expect, test } from 'vitest';
import { rejectOnAbort } from '@earmark/runtime/process';
import { delaySignal } from './abort-signals.ts';

test('a delayed signal is aborted later, with the same reason', async () => {
  const delayed = delaySignal(AbortSignal.abort(new Error('told to stop')), 20);
  expect(delayed.aborted).toBe(false);
  const never = new Promise<never>(() => undefined);
  await expect(rejectOnAbort(delayed, never)).rejects.toThrow('told to stop');
});

test('a delayed signal is not aborted while its own signal is not', () => {
  expect(delaySignal(new AbortController().signal, 0).aborted).toBe(false);
});
