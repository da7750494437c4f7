import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { createPatience } from './patience.ts';

const away = new EarmarkError('STORE_UNAVAILABLE', 'away');

/** Fails so often, then returns how often it was tried. */
function flaky(nFailures: number, error: Error = away): () => Promise<number> {
  let nTries = 0;
  return () => (++nTries > nFailures ? Promise.resolve(nTries) : Promise.reject(error));
}

test('an outage is waited for, and told of once', async () => {
  const told: string[] = [];
  const patiently = createPatience({
    onOutage: ({ code }) => told.push(code),
    onReturn: () => told.push('back'),
  });
  expect(await Promise.all([patiently(flaky(2)), patiently(flaky(1))])).toEqual([3, 2]);
  expect(told).toEqual(['STORE_UNAVAILABLE', 'back']);
});

test('what is no outage is thrown at once', async () => {
  const broken = new Error('broken');
  await expect(createPatience({})(flaky(1, broken))).rejects.toBe(broken);
});

test('patience ends with its limit', async () => {
  await expect(createPatience({ limitMs: 300 })(flaky(9))).rejects.toBe(away);
});

test('patience ends with its signal', async () => {
  const signal = AbortSignal.timeout(50);
  await expect(createPatience({ signal })(flaky(9))).rejects.toMatchObject({ name: 'AbortError' });
});
