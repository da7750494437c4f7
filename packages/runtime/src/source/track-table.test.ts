import { expect, test } from 'vitest';
import { parseRow } from './track-table.ts';

const IDS = 'track_0000214\tartist_000014\talbum_000031';

test.each([
  { rest: '14/214.mp3\t124.6\tgenre---punkrock', duration: 124.6, tags: ['genre---punkrock'] },
  { rest: '14/214.mp3\t1e2', duration: 100, tags: [] },
  {
    rest: '"14/214.mp3"\t30\tgenre---rock\t"mood/theme---""dark"""',
    duration: 30,
    tags: ['genre---rock', 'mood/theme---"dark"'],
  },
])('the row $rest is read', ({ rest, duration, tags }) => {
  expect(parseRow(`${IDS}\t${rest}`)).toEqual({
    path: '14/214.mp3',
    metadata: {
      trackId: 'track_0000214',
      artistId: 'artist_000014',
      albumId: 'album_000031',
      durationSeconds: duration,
      tags,
    },
  });
});

test.each([
  { what: 'an empty line', row: '', says: '"" is no id' },
  { what: 'an id without number', row: 'track_x\ta_1\tb_1\t1.mp3\t3', says: '"track_x" is no id' },
  { what: 'a short row', row: IDS, says: 'it has no path' },
  { what: 'no duration', row: `${IDS}\t14/214.mp3`, says: '"" is no duration' },
  { what: 'a duration in words', row: `${IDS}\t14/214.mp3\tlong`, says: '"long" is no duration' },
  { what: 'a bare tag', row: `${IDS}\t14/214.mp3\t3\trock`, says: '"rock" is no tag' },
  { what: 'a tab at the end', row: `${IDS}\t14/214.mp3\t3\ta---b\t`, says: '"" is no tag' },
])('$what is said to be wrong', ({ row, says }) => {
  expect(parseRow(row)).toContain(says);
});
