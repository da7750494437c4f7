import { expect, test } from 'vitest';
import { pythonFloat, sixDecimals } from './python-numbers.ts';

test.each([
  [166, '166.0'],
  [124.6, '124.6'],
  [0.5, '0.5'],
  [0, '0.0'],
  [-0, '-0.0'],
  [-2.5, '-2.5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [0.0001, '0.0001'],
  [0.00005, '5e-05'],
  [0.000012345, '1.2345e-05'],
  [1e15, '1000000000000000.0'],
  [9007199254740993, '9007199254740992.0'],
  [1e16, '1e+16'],
  [1.25e21, '1.25e+21'],
  [1e-100, '1e-100'],
  [5e-324, '5e-324'],
  [Infinity, 'inf'],
  [NaN, 'nan'],
])('%d is %s in Python', (value, text) => {
  expect(pythonFloat(value)).toBe(text);
});

test.each([
  [0, '0.000000'],
  [1, '1.000000'],
  [0.5000005, '0.500000'],
  // Ties of the binary number go to the even digit; toFixed would round them all up.
  [0.0078125, '0.007812'],
  [0.0234375, '0.023438'],
  [-0.0078125, '-0.007812'],
  [3.0078125, '3.007812'],
  [1e-7, '0.000000'],
])('%d with six decimals is %s', (value, text) => {
  expect(sixDecimals(value)).toBe(text);
});
