import { expect, test } from 'vitest';
import { rateOf, sumOfWork } from './rate.ts';

const run = { nTracks: 100, nTasks: 800 };
const work = { nTasks: 240, audioSeconds: 7_200, seconds: 60 };

test('a rate counts tracks by their share of tasks, and audio in hours per hour', () => {
  expect(rateOf(work, run)).toEqual({
    tasksPerSecond: 4,
    tracksPerSecond: 0.5,
    audioHoursPerHour: 120,
  });
});

test.each([
  { what: 'no time has passed', work: { ...work, seconds: 0 }, run },
  { what: 'nothing is planned', work, run: { nTracks: 0, nTasks: 0 } },
])('the rate is 0 while $what', ({ work: done, run: planned }) => {
  expect(rateOf(done, planned).tasksPerSecond).toBe(0);
});

test('the seconds of workers that run at the same time are not added', () => {
  expect(sumOfWork([work, work])).toEqual({ nTasks: 480, audioSeconds: 14_400, seconds: 60 });
  expect(sumOfWork([])).toEqual({ nTasks: 0, audioSeconds: 0, seconds: 0 });
});
