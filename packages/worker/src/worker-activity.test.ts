import { expect, test } from 'vitest';
import { toActivity } from './worker-activity.ts';

const idle = { isDraining: false, blockedOn: null, nJobs: 0 } as const;

test.each([
  { facts: idle, state: 'idle' },
  { facts: { ...idle, nJobs: 2 }, state: 'working' },
  { facts: { ...idle, nJobs: 2, blockedOn: 's3' }, state: 'blocked' },
  { facts: { isDraining: true, nJobs: 2, blockedOn: 's3' }, state: 'draining' },
] as const)('a worker with $facts is $state', ({ facts, state }) => {
  const { nJobs, blockedOn } = facts;
  expect(toActivity(facts)).toEqual({ state, nJobs, blockedOn });
});
