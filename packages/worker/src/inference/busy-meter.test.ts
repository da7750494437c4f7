import { expect, test } from 'vitest';
import { createBusyMeter } from './busy-meter.ts';

test('work counts as far as it is, and is not counted again', async () => {
  let time = 0;
  const meter = createBusyMeter(2, () => time);
  const { promise: end, resolve } = deferred();
  const long = meter.during(() => end);
  time = 100;
  expect(meter.takeRatio()).toBe(0.5);
  const failed = meter.during(() => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  time = 300;
  resolve();
  await long;
  time = 500;
  expect(meter.takeRatio()).toBe(0.25);
  time = 600;
  expect(meter.takeRatio()).toBe(0);
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => undefined as void;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
