import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { withRetries } from './download-verified.ts';

const { signal } = new AbortController();

/** Fails this many times before it succeeds. */
function failing(nTimes: number, error: Error) {
  let nCalls = 0;
  return {
    nCalls: () => nCalls,
    attempt: () => (nCalls++ < nTimes ? Promise.reject(error) : Promise.resolve('done')),
  };
}

const UNAVAILABLE = new EarmarkError('SOURCE_UNAVAILABLE', 'unavailable');

test('an attempt that fails three times succeeds at the fourth', async () => {
  const work = failing(3, UNAVAILABLE);
  expect(await withRetries(work.attempt, [0, 0, 0], signal)).toBe('done');
});

test.each([
  { what: 'the last failure', nTimes: 9, error: UNAVAILABLE, nCalls: 4 },
  {
    what: 'a failure that no retry can repair',
    nTimes: 1,
    error: new EarmarkError('MODEL_MISSING', 'no'),
    nCalls: 1,
  },
  { what: 'an error without a code', nTimes: 1, error: new Error('bug'), nCalls: 1 },
])('$what is thrown', async ({ nTimes, error, nCalls }) => {
  const work = failing(nTimes, error);
  await expect(withRetries(work.attempt, [0, 0, 0], signal)).rejects.toBe(error);
  expect(work.nCalls()).toBe(nCalls);
});
