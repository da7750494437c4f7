import { expect, test } from 'vitest';
import { EarmarkError } from './earmark-error.ts';
import { fromFailureRecord, parseFailureRecord, toFailureRecord } from './failure-record.ts';
import { errorCode } from './unknown-error.ts';

test('a failure keeps its code and message through a record', () => {
  const error = new EarmarkError('AUDIO_EMPTY', 'Two\nlines.');
  const sent = structuredClone(toFailureRecord(error, 'INFERENCE_FAILED'));
  expect(fromFailureRecord(sent)).toEqual(error);
  expect(parseFailureRecord(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
});

test.each([
  { cause: new Error('no'), message: 'no' },
  { cause: 'text', message: 'text' },
  { cause: undefined, message: 'undefined' },
])('$cause gets the fallback code', ({ cause, message }) => {
  expect(toFailureRecord(cause, 'INFERENCE_FAILED')).toEqual({ code: 'INFERENCE_FAILED', message });
  expect(toFailureRecord(cause)).toEqual({ code: 'UNEXPECTED', message });
});

test.each([null, 'AUDIO_EMPTY', {}, { code: 'NONE', message: '' }, { code: 'AUDIO_EMPTY' }])(
  '%j is no failure record',
  (value) => {
    expect(parseFailureRecord(value)).toBeUndefined();
  },
);

test.each([
  { error: Object.assign(new Error('x'), { code: 'ENOENT' }), code: 'ENOENT' },
  { error: Object.assign(new Error('x'), { code: 2 }), code: '' },
  { error: new Error('x'), code: '' },
  { error: { code: 'ENOENT' }, code: '' },
  { error: undefined, code: '' },
])('the code of $error is "$code"', ({ error, code }) => {
  expect(errorCode(error)).toBe(code);
});
