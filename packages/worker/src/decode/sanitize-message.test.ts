import { expect, test } from 'vitest';
import { sanitizeMessage } from './sanitize-message.ts';

test.each([
  { text: 'no frame\0 found.\r\n', words: 'no frame found' },
  { text: 'one\u2028two\nthree', words: 'one two three' },
  { text: '\u001b[31mred\u001b[0m \u202eder', words: '[31mred [0m der' },
  { text: 'größe 音 ok', words: 'größe 音 ok' },
  { text: '', words: '' },
])('$text becomes "$words"', ({ text, words }) => {
  expect(sanitizeMessage(text)).toBe(words);
});

test('what is long is cut, and says so', () => {
  expect(sanitizeMessage('x'.repeat(4_096))).toMatch(/^x{299}…$/);
});
