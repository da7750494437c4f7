import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { createRetryWhileUnavailable } from './retry-while-unavailable.ts';

const unavailable = new EarmarkError('STORE_UNAVAILABLE', 'unavailable');

/** Fails so often, then returns how often it was tried. */
function flaky(nFailures: number, error: Error = unavailable): () => Promise<number> {
  let nTries = 0;
  return () => (++nTries > nFailures ? Promise.resolve(nTries) : Promise.reject(error));
}

test('retries while a service is unavailable, and reports when the outage begins and ends', async () => {
  const reported: string[] = [];
  const retry = createRetryWhileUnavailable({
    outages: {
      began: (service) => reported.push(`${service} began`),
      ended: (service) => reported.push(`${service} ended`),
    },
  });
  expect(await retry(flaky(2))).toBe(3);
  expect(reported).toEqual(['postgres began', 'postgres began', 'postgres ended']);
});

test('throws an error that is not an outage immediately', async () => {
  const broken = new Error('broken');
  await expect(createRetryWhileUnavailable({})(flaky(1, broken))).rejects.toBe(broken);
});

test('stops retrying at the time limit', async () => {
  await expect(createRetryWhileUnavailable({ limitMs: 300 })(flaky(9))).rejects.toBe(unavailable);
});

test('stops retrying when the signal aborts', async () => {
  const signal = AbortSignal.timeout(50);
  await expect(createRetryWhileUnavailable({ signal })(flaky(9))).rejects.toMatchObject({
    name: 'AbortError',
  });
});
