import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createDisplay } from './display.ts';

/** Streams that keep in one text what was written, as a screen does, and a clock that is set by hand. */
function createScreen({ isTTY }: { isTTY: boolean }) {
  let text = '';
  let seconds = 0;
  const stream = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string, _, done) {
        text += chunk;
        done();
      },
    }),
    { isTTY, columns: 20 },
  ) as unknown as NodeJS.WriteStream;
  const streams = { lines: stream, warnings: stream, progress: stream };
  return {
    display: createDisplay(streams, () => seconds * 1_000),
    pass: (passed: number) => (seconds += passed),
    text: () => text.replaceAll('\r\u001b[J', '<').replaceAll('\r\u001b[1A\u001b[J', '<<'),
  };
}

test('a terminal keeps one progress line, below the lines that stay', () => {
  const { display, pass, text } = createScreen({ isTTY: true });
  display.progress('0 of 2', { share: 0 });
  display.line('before it is due');
  pass(2);
  display.progress('1 of 2', { share: 0.5 });
  display.line('a line');
  display.warn('a warning');
  display.progress('2 of 2, and more than 20 columns', { share: 1 });
  display.endProgress();
  display.line('after it');
  expect(text()).toBe(
    'before it is due\n<1 of 2<a line\n1 of 2<a warning\n1 of 2<2 of 2, and more th…\nafter it\n',
  );
});

test('a terminal has a second line of progress where there is one', () => {
  const { display, pass, text } = createScreen({ isTTY: true });
  display.progress('0 of 2', { share: 0, below: 'reading' });
  pass(2);
  display.progress('1 of 2', { share: 0.5, below: 'writing' });
  display.line('a line');
  display.progress('2 of 2', { share: 1, below: '' });
  display.endProgress();
  expect(text()).toBe('<1 of 2\nwriting<<a line\n1 of 2\nwriting<<2 of 2\n');
});

test('a file has a line for each progress that was due, and for the last one', () => {
  const { display, pass, text } = createScreen({ isTTY: false });
  display.progress('0 of 20', { share: 0 });
  for (const n of [1, 2, 3]) {
    pass(5);
    display.progress(`${String(n)} of 20`, { share: n / 20 });
  }
  display.line('a line');
  display.progress('20 of 20', { share: 1 });
  display.endProgress();
  expect(text()).toBe('2 of 20\na line\n20 of 20\n');
});

test.each([true, false])('short work leaves no trace, on a terminal: %s', (isTTY) => {
  const { display, pass, text } = createScreen({ isTTY });
  display.progress('0 of 2', { share: 0 });
  pass(1.9);
  display.progress('2 of 2', { share: 1 });
  display.endProgress();
  expect(text()).toBe('');
});
