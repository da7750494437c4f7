import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutages } from './outages.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('an outage is reported when it begins, each minute, and when it ends, however often it is met', () => {
  const told: unknown[] = [];
  const outages = createOutages(
    {
      unavailable: (...facts) => told.push(['unavailable', ...facts]),
      stillUnavailable: (...facts) => told.push(['stillUnavailable', ...facts]),
      recovered: (...facts) => told.push(['recovered', ...facts]),
    },
    () => Date.now(),
  );
  outages.ended('postgres');
  outages.began('postgres', 'refused');
  outages.began('postgres', 'refused again');
  vi.advanceTimersByTime(130_000);
  expect(outages.current()).toEqual(['postgres']);
  expect(outages.errorOf('postgres')).toBe('refused');
  expect(outages.countOf('postgres')).toEqual({ n: 1, seconds: 130 });
  outages.ended('postgres');
  vi.advanceTimersByTime(600_000);
  expect(told).toEqual([
    ['unavailable', 'postgres', 'refused'],
    ['stillUnavailable', 'postgres', 60],
    ['stillUnavailable', 'postgres', 120],
    ['recovered', 'postgres', 130],
  ]);
  expect(outages.current()).toEqual([]);
  expect(outages.errorOf('postgres')).toBeUndefined();
  expect(outages.countOf('postgres')).toEqual({ n: 1, seconds: 130 });
});
