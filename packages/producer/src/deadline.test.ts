import { expect, test } from 'vitest';
import { parseDeadline } from './deadline.ts';

// Without a zone: local time, wherever this test runs.
const NOON = new Date('2026-04-30T12:00:00');
const local = (time: string) => new Date(time).toISOString();

test.each([
  { text: '2026-05-01T06:00Z', deadline: '2026-05-01T06:00:00.000Z' },
  { text: '2026-05-01T06:00:30+02:00', deadline: '2026-05-01T04:00:30.000Z' },
  { text: '2026-05-01T06:00', deadline: local('2026-05-01T06:00') },
  { text: '18:30', deadline: local('2026-04-30T18:30') },
  { text: '06:00', deadline: local('2026-05-01T06:00') },
  { text: '12:00', deadline: local('2026-05-01T12:00') },
  { text: '2020-01-01T00:00Z', deadline: '2020-01-01T00:00:00.000Z' },
])('at noon on 30 April 2026, the deadline $text is $deadline', ({ text, deadline }) => {
  expect(parseDeadline(text, NOON)).toBe(deadline);
});

test.each(['', 'tomorrow', '24:00', '6:00', '2026-05-01', '2026-13-01T06:00Z', '6'])(
  'the deadline "%s" is refused',
  (text) => {
    expect(() => parseDeadline(text, NOON)).toThrow('2026-05-01T06:00');
  },
);
