import { expect, test } from 'vitest';
import { createProgress } from './progress.ts';

function createClock() {
  let seconds = 0;
  let outageSeconds = 0;
  const outages = { countOf: () => ({ n: 0, seconds: outageSeconds / 3 }) };
  return {
    progress: createProgress(outages, () => seconds * 1_000),
    pass: (passed: number, { inOutage = false } = {}) => {
      seconds += passed;
      if (inOutage) outageSeconds += passed;
    },
  };
}

/** A piece of work, and how it ends. */
function createWork() {
  const ends: (() => void)[] = [];
  const ended = new Promise<void>((resolve) => ends.push(resolve));
  return {
    work: () => ended,
    end: () => {
      for (const end of ends) end();
    },
  };
}

test('a program without work gets on, however long', () => {
  const { progress, pass } = createClock();
  pass(100_000);
  expect(progress.secondsWithout()).toBe(0);
});

test('the time counts since a piece of work began or the last one ended, without outages', async () => {
  const { progress, pass } = createClock();
  pass(50);
  const [first, second] = [createWork(), createWork()];
  const ended = progress.during(first.work);
  pass(10);
  const stuck = progress.during(second.work);
  pass(10);
  expect(progress.secondsWithout()).toBe(20);
  pass(1_000, { inOutage: true });
  expect(progress.secondsWithout()).toBeCloseTo(20);
  first.end();
  await ended;
  pass(5);
  expect(progress.secondsWithout()).toBeCloseTo(5);
  second.end();
  await stuck;
  pass(5);
  expect(progress.secondsWithout()).toBe(0);
});
