import { expect, test } from 'vitest';
import { claimsTooMuch } from './mp4-tables.ts';

const entry = [0, 0, 0, 1, 0, 0, 4, 0];

test.each([
  { file: box('stts', [0, 0, 0, 0], [0, 0, 0, 2], entry, entry), tooMuch: false },
  { file: box('stts', [0, 0, 0, 0], [0, 0, 0, 3], entry, entry), tooMuch: true },
  { file: box('stts', [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff]), tooMuch: true },
  { file: box('stsz', [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 20]), tooMuch: false },
  { file: box('stsz', [0, 0, 0, 0], [0, 0, 0, 1], [0, 1, 0, 0]), tooMuch: true },
  { file: box('trun', [0, 0, 0, 0], [0x7f, 0xff, 0xff, 0xff]), tooMuch: true },
  { file: box('mdat', box('stts', [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff])), tooMuch: false },
  { file: [0, 0, 0, 0, ...named('stts'), 0, 0, 0, 0, 0, 0, 0, 9], tooMuch: true },
  { file: [0, 0, 0, 1, ...named('moov')], tooMuch: false },
  { file: [0, 0, 0, 4, ...named('moov'), 0, 0], tooMuch: false },
  { file: [], tooMuch: false },
])('file $#, in containers or not, claims too much: $tooMuch', ({ file, tooMuch }) => {
  expect(claimsTooMuch(Uint8Array.from(file))).toBe(tooMuch);
  const nested = box('moov', box('free'), box('trak', box('mdia', file)));
  expect(claimsTooMuch(Uint8Array.from(nested))).toBe(tooMuch);
});

function box(type: string, ...content: readonly (readonly number[])[]): readonly number[] {
  const body = content.flat();
  return [0, 0, 0, 8 + body.length, ...named(type), ...body];
}

function named(type: string): readonly number[] {
  return [...Buffer.from(type, 'latin1')];
}
