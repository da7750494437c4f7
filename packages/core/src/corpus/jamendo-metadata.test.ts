import { expect, test } from 'vitest';
import { isJamendoMetadataHeader, parseJamendoMetadata } from './jamendo-metadata.ts';

const IDS = 'track_0000214\tartist_000014\talbum_000031';
const REST = 'An Artist\tAn Album\t2004-12-29\thttp://www.jamendo.com/track/214';

test('a row has names, a date and a page; a quote is a character of a name', () => {
  expect(parseJamendoMetadata(`${IDS}\t7" single\t${REST}`)).toEqual({
    trackId: 214,
    title: '7" single',
    artist: 'An Artist',
    album: 'An Album',
    releaseDate: '2004-12-29',
    pageUrl: 'http://www.jamendo.com/track/214',
  });
});

test('an empty column after the title is passed over, as two published rows need it', () => {
  const row = parseJamendoMetadata(`${IDS}\tA Title\t\t${REST}`);
  expect(row).toMatchObject({ title: 'A Title', artist: 'An Artist', album: 'An Album' });
});

test.each([
  '',
  `${IDS}\tA Title`,
  `${IDS}\tA Title\t${REST}\tmore`,
  `track_x\tartist_1\talbum_1\tA Title\t${REST}`,
])('"%s" is no row', (line) => {
  expect(parseJamendoMetadata(line)).toBeUndefined();
});

test('the header tells such a table from one of tags', () => {
  const names = 'TRACK_NAME\tARTIST_NAME\tALBUM_NAME\tRELEASEDATE\tURL';
  expect(isJamendoMetadataHeader(`TRACK_ID\tARTIST_ID\tALBUM_ID\t${names}`)).toBe(true);
  expect(isJamendoMetadataHeader('TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS')).toBe(
    false,
  );
});
