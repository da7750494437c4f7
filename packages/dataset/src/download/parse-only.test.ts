import { expect, test } from 'vitest';
import { parseOnly } from './parse-only.ts';

test.each([
  { text: '42', numbers: ['42'] },
  { text: '7', numbers: ['07'] },
  { text: '08-11, 42', numbers: ['08', '09', '10', '11', '42'] },
  { text: '3,3-4', numbers: ['03', '04'] },
])('$text names the archives $numbers', ({ text, numbers }) => {
  expect([...parseOnly(text)]).toEqual(numbers);
});

test.each(['', 'a', '100', '9-8', '1-', '-1', '1,,2'])('"%s" is refused', (text) => {
  expect(() => parseOnly(text)).toThrow('Write numbers from 00 to 99');
});
