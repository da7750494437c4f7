import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { namedSystemError } from './system-error.ts';

test.each([
  { error: Object.assign(new Error(), { code: 'ENOSPC' }), code: 'DISK_FULL' },
  { error: Object.assign(new Error(), { code: 'ENOMEM' }), code: 'OUT_OF_MEMORY' },
  { error: Object.assign(new Error(), { code: 'EAGAIN' }), code: 'OUT_OF_MEMORY' },
  { error: new RangeError('Array buffer allocation failed'), code: 'OUT_OF_MEMORY' },
])('$error.message $error.code is $code', ({ error, code }) => {
  expect(namedSystemError(error)).toMatchObject({ code, cause: error });
});

test.each([new EarmarkError('AUDIO_EMPTY', ''), new RangeError('Invalid rate'), 'text', undefined])(
  '%o stays as it is',
  (error) => {
    expect(namedSystemError(error)).toBe(error);
  },
);
