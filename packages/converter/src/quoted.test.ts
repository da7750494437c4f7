import { expect, test } from 'vitest';
import { quoted } from './quoted.ts';

test.each([
  { what: 'plain text', text: 'dense.weight', shown: '"dense.weight"' },
  { what: 'a line end and an escape', text: 'a\n\u001b[2J', shown: '"a\\n\\u001b[2J"' },
  { what: 'a control of the second set', text: '\u009b2J', shown: '"\\u009b2J"' },
  { what: 'a direction', text: '\u202egpj.exe', shown: '"\\u202egpj.exe"' },
  { what: 'a paragraph separator', text: 'a\u2029b', shown: '"a\\u2029b"' },
  { what: 'long text', text: 'x'.repeat(100), shown: `"${'x'.repeat(80)}…"` },
])('$what is shown so that nothing in it takes effect', ({ text, shown }) => {
  expect(quoted(text)).toBe(shown);
});
