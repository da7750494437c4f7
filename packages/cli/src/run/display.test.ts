import { expect, test } from 'vitest';
import { createDisplay, type Display } from './display.ts';

/** What is written to stdout while `work` shows its progress; the clock is in seconds. */
function written(
  terminal: { readonly isTTY: boolean; readonly columns?: number },
  work: (display: Display, setClock: (seconds: number) => void) => void,
): string {
  let text = '';
  let now = 0;
  const stream = { columns: 0, ...terminal, write: (part: string) => (text += part) };
  const out = stream as unknown as NodeJS.WriteStream;
  work(
    createDisplay({ out, err: out }, () => now),
    (seconds) => (now = seconds * 1_000),
  );
  return text;
}

test('a terminal shows two lines of progress in one place, below the lines that stay', () => {
  const text = written({ isTTY: true, columns: 12 }, (display) => {
    display.progress('10 %', { below: 'scoring 1', share: 0.1 });
    display.line('A warning.');
    display.progress('100 %  a long line', { below: '', share: 1 });
    display.endProgress();
    display.line('The end.');
  });
  expect(text).toBe(
    '10 %\nscoring 1' +
      '\r\u001b[1A\u001b[JA warning.\n10 %\nscoring 1' +
      '\r\u001b[1A\u001b[J100 %  a lo…' +
      '\nThe end.\n',
  );
});

test('elsewhere, a line is printed every ten seconds, at each tenth, and at the end', () => {
  const text = written({ isTTY: false }, (display, setClock) => {
    for (const [seconds, share] of [
      [0.5, 0.1],
      [2, 0.11],
      [3, 0.19],
      [4, 0.2],
      [13, 0.25],
      [14, 0.26],
      [15, 0.27],
    ] as const) {
      setClock(seconds);
      display.progress(`${share * 100} %`, { below: 'scoring 1', share });
    }
    display.endProgress();
  });
  expect(text).toBe('11 %  scoring 1\n20 %  scoring 1\n26 %  scoring 1\n27 %\n');
});
