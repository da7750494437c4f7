import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { withRetries } from './download-verified.ts';

const { signal } = new AbortController();

/** Fails so often before it works. */
function failing(nTimes: number, error: Error) {
  let nCalls = 0;
  return {
    nCalls: () => nCalls,
    attempt: () => (nCalls++ < nTimes ? Promise.reject(error) : Promise.resolve('done')),
  };
}

const AWAY = new EarmarkError('SOURCE_UNAVAILABLE', 'away');

test('what fails three times is done at the fourth', async () => {
  const work = failing(3, AWAY);
  expect(await withRetries(work.attempt, [0, 0, 0], signal)).toBe('done');
});

test.each([
  { what: 'the last failure', nTimes: 9, error: AWAY, nCalls: 4 },
  {
    what: 'a failure that no retry mends',
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
