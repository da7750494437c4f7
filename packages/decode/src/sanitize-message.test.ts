import { expect, test } from 'vitest';
import { sanitizeMessage } from './sanitize-message.ts';

test.each([
  { text: 'no frame\0 found.\r\n', line: 'no frame found' },
  { text: 'one\u2028two\nthree', line: 'one two three' },
  { text: '\u001b[31mred\u001b[0m \u202eder', line: '[31mred [0m der' },
  { text: 'größe 音 ok', line: 'größe 音 ok' },
  { text: '', line: '' },
])('$text becomes "$line"', ({ text, line }) => {
  expect(sanitizeMessage(text)).toBe(line);
});

test('a long message is cut and ends in an ellipsis', () => {
  expect(sanitizeMessage('x'.repeat(4_096))).toMatch(/^x{299}…$/);
});
