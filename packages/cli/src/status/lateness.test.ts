import { expect, test } from 'vitest';
import { secondsLate } from './lateness.ts';

const run = { state: 'running', deadline: '2026-05-01T06:00:00.000Z', completedAt: null } as const;
const hourBefore = new Date('2026-05-01T05:00:00Z');
const hourAfter = new Date('2026-05-01T07:00:00Z');

test.each([
  { what: 'ends early', run, left: 1_800, now: hourBefore, late: -1_800 },
  { what: 'ends late', run, left: 7_200, now: hourBefore, late: 3_600 },
  { what: 'has no known end', run, left: null, now: hourBefore, late: null },
  { what: 'has no known end and is late', run, left: null, now: hourAfter, late: 3_600 },
  {
    what: 'was completed in time',
    run: { ...run, state: 'complete', completedAt: hourBefore },
    left: null,
    now: hourAfter,
    late: -3_600,
  },
  {
    what: 'was cancelled',
    run: { ...run, state: 'cancelled' },
    left: null,
    now: hourAfter,
    late: null,
  },
  { what: 'has no deadline', run: { ...run, deadline: null }, left: 9, now: hourAfter, late: null },
] as const)('a run that $what is $late seconds late', ({ run: asked, left, now, late }) => {
  expect(secondsLate(asked, left, now)).toBe(late);
});
