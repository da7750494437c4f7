import { expect, test } from 'vitest';
import { perPart, ratio } from './options.ts';

test('three numbers are those of training, test and validation', () => {
  expect(ratio('60-30-10')).toEqual({ train: 60, test: 30, validation: 10 });
  expect(perPart('10-5-0')).toEqual({ train: 10, test: 5, validation: 0 });
});

test.each(['60-20-21', '60-20', '60-20-20-0', '', '60-20-x', '-60-20-20', '60.5-20-19.5'])(
  'the ratio "%s" is refused',
  (text) => {
    expect(() => ratio(text)).toThrow();
  },
);
