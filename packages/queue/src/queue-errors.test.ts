import { expect, test } from 'vitest';
import { createQueueErrorListener } from './queue-errors.ts';

function listen() {
  const events: string[] = [];
  const outages: string[] = [];
  const listener = createQueueErrorListener(
    { backend: 'redis' },
    {
      log: { event: (name) => void events.push(name) },
      outages: { began: (service) => void outages.push(service) },
    },
  );
  return { events, outages, listener };
}

test.each([
  ['Missing lock for job r1-t7. moveToFinished', 'queue_lock_lost'],
  ['could not renew lock for job r1-t7', 'queue_lock_lost'],
  ['Lock mismatch for job r1-t7. Cmd moveToFinished from active', 'queue_lock_lost'],
  ['Missing key for job r1-t7. moveToFinished', 'queue_job_lost'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'queue_full'],
  ["READONLY You can't write against a read only replica.", 'queue_not_writable'],
  ['something that BullMQ says in its next version', 'queue_error'],
])('%s is logged as %s, once a minute', (message, event) => {
  const { events, outages, listener } = listen();
  listener(new Error(message));
  listener(new Error(message));
  expect(events).toEqual([event]);
  expect(outages).toEqual([]);
});

test('a refused connection is an outage and not logged with every attempt to connect', () => {
  const { events, outages, listener } = listen();
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  listener(refused);
  listener(new Error('Connection is closed.'));
  expect(events).toEqual([]);
  expect(outages).toEqual(['redis', 'redis']);
});
