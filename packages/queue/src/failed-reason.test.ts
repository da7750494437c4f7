import { expect, test } from 'vitest';
import { EarmarkError, type FailureCode } from '@earmark/core/failure';
import { formatFailedReason, parseFailedReason } from './failed-reason.ts';

test.each<{ code: FailureCode; message: string }>([
  { code: 'JOB_INVALID', message: 'A job is not understood.' },
  { code: 'SOURCE_CHANGED', message: 'First: line\nSECOND: line' },
  { code: 'UNEXPECTED', message: '' },
])('the reason "$code: $message" is read as it was written', (failure) => {
  const error = new EarmarkError(failure.code, failure.message);
  expect(parseFailedReason(formatFailedReason(error))).toEqual(failure);
});

test.each(['job stalled more than allowable limit', '', 'NO_SUCH_CODE: text', 'toString: text'])(
  'a reason without a failure code, "%s", means that workers crashed',
  (text) => {
    expect(parseFailedReason(text)).toEqual({ code: 'WORKER_CRASHED', message: text });
  },
);
