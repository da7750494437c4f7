import { expect, test } from 'vitest';
import { workerStateText, workersText } from './workers-text.ts';

const working = {
  state: 'working',
  blockedOn: null,
  isDrainRequested: false,
  secondsSinceSeen: 2,
} as const;

test.each([
  { worker: working, text: 'working' },
  { worker: { ...working, state: 'blocked', blockedOn: 's3' }, text: 'blocked on s3' },
  { worker: { ...working, isDrainRequested: true }, text: 'working, asked to drain' },
  { worker: { ...working, state: 'draining', isDrainRequested: true }, text: 'draining' },
  {
    worker: { ...working, state: 'draining', blockedOn: 'redis', isDrainRequested: true },
    text: 'draining, blocked on redis',
  },
  { worker: { ...working, secondsSinceSeen: 90 }, text: 'not seen for 1 min 30 s' },
] as const)('the state of a worker is shown as "$text"', ({ worker, text }) => {
  expect(workerStateText(worker)).toBe(text);
});

test('workers are a table, and none is said to be none', () => {
  const worker = {
    ...working,
    name: 'machine:1',
    host: 'machine',
    version: '0.1.0',
    device: 'cpu',
    slots: { threads: 4, decode: 3, fetch: 2 },
    nJobs: 5,
    startedAt: new Date('2026-05-01T06:00:00Z'),
    seenAt: new Date('2026-05-01T07:00:00Z'),
  };
  expect(workersText([worker]).split('\n')[1]).toMatch(
    /^machine:1 +working +5 +cpu +4 +3 +2 +0\.1\.0 +2026-05-01 06:00$/,
  );
  expect(workersText([])).toBe('No worker is running. Start one: earmark work\n');
});
