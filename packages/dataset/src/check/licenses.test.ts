import { expect, test } from 'vitest';
import { parseLicenses } from './licenses.ts';

const TERMS =
  'Available under a Creative Commons Attribution license: http://creativecommons.org/licenses/by/3.0/';

test('a track has the licence in its block, or none', () => {
  const text = [
    ...[
      '14/214.mp3',
      'A Song by Somebody from Jamendo: http://www.jamendo.com/track/214',
      TERMS,
      '',
    ],
    ...['15/215.mp3', 'Another Song by Somebody', '', TERMS, '', '16/216.low.mp3', TERMS],
  ].join('\r\n');
  expect([...parseLicenses(text)]).toEqual([
    ['14/214', TERMS],
    ['16/216', TERMS],
  ]);
});
