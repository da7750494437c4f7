import { expect, test } from 'vitest';
import { EarmarkError } from '@earmark/core/failure';
import { failureLine, parseFailureLine } from './wasm-failure.ts';

test('a failure passes from process to process behind any other output', () => {
  const line = failureLine(new EarmarkError('AUDIO_EMPTY', 'Two\nlines.'));
  expect(parseFailureLine(`a decoder said this${line}`)).toEqual({
    code: 'AUDIO_EMPTY',
    message: 'Two\nlines.',
  });
});

test.each(['', 'FATAL ERROR: out of memory', '{"code":"NONE","message":""}', '{"code":', 'null'])(
  '%j is no failure with a name',
  (stderrTail) => {
    expect(parseFailureLine(stderrTail)).toBeUndefined();
  },
);
