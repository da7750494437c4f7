import { expect, test } from 'vitest';
import type { Display } from '@earmark/runtime/display';
import { showDownload } from './download-progress.ts';

function progressOf(archives: readonly string[]) {
  const shown: { text: string; share: number | null }[] = [];
  const display = {
    progress: (text, { share }) => void shown.push({ text, share }),
  } as Pick<Display, 'progress'> as Display;
  let ms = 0;
  const sizes = new Map(archives.map((archive) => [archive, 1e9]));
  const progress = showDownload(display, { archives, sizes }, () => ms);
  return { progress, last: () => shown.at(-1), wait: (seconds: number) => (ms += 1_000 * seconds) };
}

test('archives that are there already do not make the others look fast', () => {
  const { progress, last, wait } = progressOf(['a', 'b', 'c', 'd']);
  progress.onEnd('a');
  progress.onEnd('b');
  wait(10);
  progress.onBytes('c', 5e8);
  expect(last()?.share).toBe(0.625);
  // A quarter of two archives took 10 s.
  expect(last()?.text).toMatch(
    /^Downloading {2}\S+ +62 % {2}2\/4 archives {2}500\.0 MB {2}50\.0 MB\/s {2}30 s left$/,
  );
});

test('the size that the server announces counts before the published one', () => {
  const { progress, last, wait } = progressOf(['a']);
  progress.onSize('a', 4e9);
  wait(1);
  progress.onBytes('a', 1e9);
  expect(last()?.share).toBe(0.25);
});
