import { expect, test } from 'vitest';
import { metadataText, toTrackMetadata } from './track-metadata.ts';

test('what nobody wrote is null', () => {
  expect(toTrackMetadata({ title: ' \t\r\n', copyright: '2004 A Label', license: '' })).toEqual({
    title: null,
    artist: null,
    album: null,
    releaseDate: null,
    license: null,
    licenseUrl: null,
  });
});

test.each([
  { written: ' Für  Elise ', text: 'Für Elise' },
  { written: 'zwei\r\nZeilen\u2028drei', text: 'zwei Zeilen drei' },
  { written: 'a\0b\u001b[31mred\u009b', text: 'a b [31mred' },
  { written: 'half \ud83c', text: 'half \ufffd' },
  { written: '🎹'.repeat(600), text: '🎹'.repeat(500) },
  { written: 'x'.repeat(1_000_000), text: 'x'.repeat(500) },
  { written: `${' '.repeat(10)}x`, text: 'x' },
])('the text of $written.length characters is on one line and not long', ({ written, text }) => {
  expect(metadataText(written)).toBe(text);
});

test.each([
  ['2004-12-29', '2004-12-29'],
  ['2004-12-29T10:00:00Z', '2004-12-29'],
  ['20041229', '2004-12-29'],
  ['2004/12', '2004-12'],
  [' 2004', '2004'],
  ['2004-00-00', '2004'],
  ['2004-13', '2004'],
  ['0000-00-00', null],
  ['29.12.2004', null],
  ['20045', null],
  ['', null],
])('the date of "%s" is %s', (releaseDate, expected) => {
  expect(toTrackMetadata({ releaseDate }).releaseDate).toBe(expected);
});
