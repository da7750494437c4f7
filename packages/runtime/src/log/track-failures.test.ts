import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTrackFailureLog } from './track-failures.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const failure = { run: 1, file: 'a.mp3', code: 'AUDIO_EMPTY', attempt: 1, models: [], error: '' };

/** Each event with its number or its track. */
function createStage() {
  const events: string[] = [];
  const failures = createTrackFailureLog({
    event: (name, fields) =>
      events.push(`${name} ${String(fields?.['count'] ?? fields?.['track'])}`),
  });
  return { events, failures };
}

test('the first 20 failed tracks of a minute are logged one by one, the others as a number', () => {
  const { events, failures } = createStage();
  for (let track = 1; track <= 25; track++) failures.failed({ ...failure, track });
  vi.advanceTimersByTime(60_000);
  failures.failed({ ...failure, track: 26 });
  vi.advanceTimersByTime(60_000);
  expect(events).toHaveLength(22);
  expect(events.slice(19)).toEqual(['track_failed 20', 'tracks_failed 5', 'track_failed 26']);
});

test('a worker that ends within the minute logs the number of the others', () => {
  const { events, failures } = createStage();
  for (let track = 1; track <= 25; track++) failures.failed({ ...failure, track });
  failures.close();
  expect(events.slice(19)).toEqual(['track_failed 20', 'tracks_failed 5']);
  vi.advanceTimersByTime(60_000);
  expect(events).toHaveLength(21);
});
