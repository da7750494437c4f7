import { expect, test } from 'vitest';
import { parseThresholds } from './thresholds-text.ts';

test('a line is a tag, a tab and a threshold', () => {
  const thresholds = parseThresholds('mood/theme---sad\t0.09184513986110687\nrock\t5e-05\r\n', 't');
  expect([...(thresholds ?? [])]).toEqual([
    ['mood/theme---sad', 0.09184513986110687],
    ['rock', 0.00005],
  ]);
});

test.each(['', 'file,rock\na,1\n', 'PATH\ttags\na.mp3\trock\n'])(
  '%j holds no thresholds',
  (text) => {
    expect(parseThresholds(text, 't')).toBeUndefined();
  },
);

test('an invalid line is named', () => {
  expect(() => parseThresholds('rock\t0.5\njazz\n', 't.txt')).toThrow('t.txt: line 2');
});
