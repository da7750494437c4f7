import { expect, test } from 'vitest';
import { playlistFiles } from './playlist-files.ts';

test.each([
  { tag: 'genre---rock', file: 'genre---rock.m3u8' },
  { tag: 'AC/DC', file: 'AC_DC.m3u8' },
  { tag: 'mood/theme---dark', file: 'mood_theme---dark.m3u8' },
  { tag: '摇滚 R&B (70s)', file: '摇滚 R&B (70s).m3u8' },
  { tag: '..', file: '__.m3u8' },
  { tag: '-rf', file: '_rf.m3u8' },
  { tag: 'a\nb\\c:d*e?"<>|', file: 'a_b_c_d_e_____.m3u8' },
  { tag: '滚'.repeat(100), file: `${'滚'.repeat(66)}.m3u8` },
])('the playlist of "$tag" is $file', ({ tag, file }) => {
  expect(playlistFiles([tag])).toEqual([file]);
});

test('no two tags share a file, nor in file systems that do not tell capitals', () => {
  expect(playlistFiles(['AC/DC', 'ac:dc', 'AC_DC 2', 'rock'])).toEqual([
    ...['AC_DC.m3u8', 'ac_dc 2.m3u8', 'AC_DC 2 2.m3u8', 'rock.m3u8'],
  ]);
});
