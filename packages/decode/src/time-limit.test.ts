import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTimeLimit } from './time-limit.ts';

const never = new AbortController().signal;

test('work that ends in time gives its result', async () => {
  expect(await withTimeLimit(1_000, never, () => Promise.resolve('done'))).toBe('done');
});

test('work over the limit is aborted with DECODE_TIMEOUT', async () => {
  const work = withTimeLimit(5, never, (signal) => sleep(10_000, undefined, { signal }));
  await expect(work).rejects.toMatchObject({ code: 'DECODE_TIMEOUT' });
});

test('a caller that aborts gets its own reason', async () => {
  const caller = new AbortController();
  const work = withTimeLimit(1_000, caller.signal, (signal) =>
    sleep(10_000, undefined, { signal }),
  );
  caller.abort(new Error('shutting down'));
  await expect(work).rejects.toThrow('shutting down');
});

test('an error of the work is thrown', async () => {
  const work = withTimeLimit(1_000, never, () => Promise.reject(new Error('broken')));
  await expect(work).rejects.toThrow('broken');
});
