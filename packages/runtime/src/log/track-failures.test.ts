import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTrackFailureLog } from './track-failures.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the first 20 failed tracks of a minute are logged one by one, the others as a number', () => {
  const events: string[] = [];
  const failed = createTrackFailureLog({
    event: (name, fields) =>
      events.push(`${name} ${String(fields?.['count'] ?? fields?.['track'])}`),
  });
  const failure = { run: 1, file: 'a.mp3', code: 'AUDIO_EMPTY', attempt: 1, models: [], error: '' };
  for (let track = 1; track <= 25; track++) failed({ ...failure, track });
  vi.advanceTimersByTime(60_000);
  failed({ ...failure, track: 26 });
  vi.advanceTimersByTime(60_000);
  expect(events).toHaveLength(22);
  expect(events.slice(19)).toEqual(['track_failed 20', 'tracks_failed 5', 'track_failed 26']);
});
