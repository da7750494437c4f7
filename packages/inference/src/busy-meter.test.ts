import { expect, test } from 'vitest';
import { createBusyMeter } from './busy-meter.ts';

test('work in progress counts up to now, and once', async () => {
  let time = 0;
  const meter = createBusyMeter(2, () => time);
  let end: () => void = () => undefined;
  const long = meter.during(() => new Promise<void>((resolve) => (end = resolve)));
  time = 100;
  expect(meter.takeRatio()).toBe(0.5);
  const failed = meter.during(() => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  time = 300;
  end();
  await long;
  time = 500;
  expect(meter.takeRatio()).toBe(0.25);
  time = 600;
  expect(meter.takeRatio()).toBe(0);
});
