import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTimeLimit } from './time-limit.ts';

const never = new AbortController().signal;

test('work that is done in time gives its result', async () => {
  expect(await withTimeLimit(1_000, never, () => Promise.resolve('done'))).toBe('done');
});

test('work over the limit is told to end, and is DECODE_TIMEOUT', async () => {
  const work = withTimeLimit(5, never, (signal) => sleep(10_000, undefined, { signal }));
  await expect(work).rejects.toMatchObject({ code: 'DECODE_TIMEOUT' });
});

test('a caller who gives up gets its own reason', async () => {
  const caller = new AbortController();
  const work = withTimeLimit(1_000, caller.signal, (signal) =>
    sleep(10_000, undefined, { signal }),
  );
  caller.abort(new Error('shutting down'));
  await expect(work).rejects.toThrow('shutting down');
});

test('what the work throws is thrown', async () => {
  const work = withTimeLimit(1_000, never, () => Promise.reject(new Error('broken')));
  await expect(work).rejects.toThrow('broken');
});
