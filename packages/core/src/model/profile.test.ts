import { expect, test } from 'vitest';
import { int8Note } from './profile.ts';

test.each([
  { names: ['jamendo/fcn', 'jamendo/crnn'], note: '' },
  { names: ['jamendo/fcn_int8', 'jamendo/crnn'], note: ' (1 in int8)' },
  { names: ['jamendo/fcn_int8', 'jamendo/crnn_int8'], note: ' (2 in int8)' },
])('the mean of $names is noted as "$note"', ({ names, note }) => {
  expect(int8Note(names)).toBe(note);
});
