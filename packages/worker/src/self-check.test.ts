import { expect, test } from 'vitest';
import type { TagJob } from '@earmark/core/run';
import { createSelfCheck } from './self-check.ts';

test.each([
  { code: 'SOURCE_NOT_FOUND', check: 'source' },
  { code: 'SOURCE_UNREADABLE', check: 'source' },
  { code: 'AUDIO_UNDECODABLE', check: 'decoder' },
  { code: 'DECODE_TIMEOUT', check: 'decoder' },
  { code: 'UNEXPECTED', check: 'decoder' },
  { code: 'SOURCE_CHANGED', check: undefined },
  { code: 'AUDIO_TOO_LONG', check: undefined },
] as const)('after $code, $check is checked', async ({ code, check }) => {
  const checked: string[] = [];
  const note = (name: string) => () => {
    checked.push(name);
    return Promise.resolve();
  };
  const checkSelf = createSelfCheck({ source: note('source'), decoder: note('decoder') });
  await checkSelf(code, {} as TagJob, new AbortController().signal);
  expect(checked).toEqual(check === undefined ? [] : [check]);
});
