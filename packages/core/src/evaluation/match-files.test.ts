import { expect, test } from 'vitest';
import { matchFiles } from './match-files.ts';

test.each([
  { a: ['14/214.mp3'], b: ['14/214.mp3'], rule: 'path' },
  { a: ['14/214.low.mp3'], b: ['14/214.mp3'], rule: 'extension' },
  { a: ['14/214.flac'], b: ['./14/214.MP3'], rule: 'extension' },
  { a: ['14/214'], b: ['14/214.mp3'], rule: 'extension' },
  { a: ['Caf\u0065\u0301.wav'], b: ['Caf\u00e9.mp3'], rule: 'extension' },
  { a: ['214.mp3'], b: ['14/214.mp3'], rule: 'end' },
  { a: ['audio/raw_30s/14/214.low.mp3'], b: ['14/214.mp3'], rule: 'end' },
  { a: ['14/214.mp3'], b: ['/data/14/214.wav'], rule: 'end' },
])('$a.0 is $b.0 by the rule "$rule"', ({ a, b, rule }) => {
  const { pairs, byRule } = matchFiles(a, b);
  expect(pairs).toEqual([{ a: 0, b: 0 }]);
  expect(byRule).toEqual({ path: 0, extension: 0, end: 0, [rule]: 1 });
});

test.each([
  { why: 'another folder', a: ['15/214.mp3'], b: ['14/214.mp3'] },
  { why: 'a part of a name', a: ['4/214.mp3'], b: ['14/214.mp3'] },
  { why: 'two files it could be', a: ['a/1.mp3', 'b/1.mp3'], b: ['1.mp3'] },
  { why: 'two possible matches', a: ['1.mp3'], b: ['a/1.mp3', 'b/1.mp3'] },
  { why: 'two encodings of it', a: ['1.wav', '1.flac'], b: ['1.mp3'] },
])('$a is not $b: $why', ({ a, b }) => {
  const matches = matchFiles(a, b);
  expect(matches.pairs).toEqual([]);
  expect(matches.onlyA).toEqual([...a.keys()]);
  expect(matches.onlyB).toEqual([...b.keys()]);
});

test('a strict rule comes first, and the next ones see only unmatched files', () => {
  const { pairs, onlyA } = matchFiles(['1.wav', '1.mp3', 'x/2.mp3'], ['2.mp3', '1.mp3']);
  expect(pairs).toEqual([
    { a: 2, b: 0 },
    { a: 1, b: 1 },
  ]);
  expect(onlyA).toEqual([0]);
});
