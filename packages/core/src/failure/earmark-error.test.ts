import { expect, test } from 'vitest';
import { EarmarkError, toEarmarkError } from './earmark-error.ts';

test('a named error stays as it is', () => {
  const error = new EarmarkError('AUDIO_EMPTY', 'Nothing in it.');
  expect(toEarmarkError(error)).toBe(error);
});

test.each([
  { cause: new Error('What is this?'), code: 'UNEXPECTED', message: 'What is this?' },
  { cause: undefined, code: 'UNEXPECTED', message: 'undefined' },
  { cause: new Error(), code: 'UNEXPECTED', message: 'An error without a message' },
  {
    cause: Object.assign(new Error('spawn /bin/sh EMFILE'), { code: 'EMFILE' }),
    code: 'TOO_MANY_OPEN_FILES',
    message: expect.stringContaining('ulimit -n') as string,
  },
])('$cause is $code', ({ cause, code, message }) => {
  expect(toEarmarkError(cause)).toMatchObject({ code, message, cause });
});
