import { expect, test } from 'vitest';
import { isProgressDue, type Medium } from './progress-rule.ts';

/** The times, in seconds, at which progress is shown of work that reports it every tenth of a second. */
function shownAt(medium: Medium, { seconds, all }: { seconds: number; all: number | null }) {
  const times: number[] = [];
  let shown: { ms: number; share: number | null } | null = null;
  for (let ms = 0; ms < seconds * 1_000; ms += 100) {
    const now = { ms, share: all === null ? null : ms / 1_000 / all };
    if (!isProgressDue(medium, { beganMs: 0, shown, now })) continue;
    shown = now;
    times.push(ms / 1_000);
  }
  return times;
}

test.each([
  { medium: 'terminal', seconds: 2 },
  { medium: 'lines', seconds: 10 },
] as const)('$medium: nothing of work that takes less than $seconds s', ({ medium, seconds }) => {
  expect(shownAt(medium, { seconds, all: seconds })).toEqual([]);
  expect(shownAt(medium, { seconds, all: null })).toEqual([]);
});

test('a terminal shows every change from the third second on', () => {
  expect(shownAt('terminal', { seconds: 2.4, all: 60 })).toEqual([2, 2.1, 2.2, 2.3]);
});

test.each([
  { what: 'short work: tenths two seconds apart', seconds: 15, times: [10, 12, 14] },
  {
    what: 'work of a minute: each tenth',
    seconds: 60,
    times: [10, 12, 18, 24, 30, 36, 42, 48, 54],
  },
  { what: 'work of five minutes: each ten seconds and each tenth', seconds: 300, nTimes: 29 },
])('elsewhere there are lines of $what', ({ seconds, times, nTimes }) => {
  const shown = shownAt('lines', { seconds, all: seconds });
  if (times) expect(shown).toEqual(times);
  expect(shown).toHaveLength(nTimes ?? times.length);
});

test('elsewhere a line every ten seconds while nobody knows how much there is', () => {
  expect(shownAt('lines', { seconds: 35, all: null })).toEqual([10, 20, 30]);
});
