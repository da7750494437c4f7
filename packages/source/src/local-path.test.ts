import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

const audio = '/copy';

test.each([
  { uri: 'file:///music/a%201.mp3', args: ['/music'], path: '/music/a 1.mp3' },
  { uri: 's3://corpus/music/a/1.mp3', args: ['s3://corpus/music/'], path: '/copy/a/1.mp3' },
  { uri: 's3://corpus/a 100%.mp3', args: ['s3://corpus/'], path: '/copy/a 100%.mp3' },
  {
    uri: 's3://corpus/low/14/1.low.mp3',
    args: ['/mtg/moods.tsv', '--audio', 's3://corpus/low/'],
    path: '/copy/14/1.low.mp3',
  },
  { uri: 's3://corpus/music/a.mp3', args: ['/lists/mine.txt'], path: '/copy/music/a.mp3' },
])('$uri of $args is $path', ({ uri, args, path }) => {
  expect(localPath(uri, { args, audio })).toBe(path);
});

test('an object without a copy is nowhere on this machine', () => {
  expect(
    localPath('s3://corpus/a.mp3', { args: ['s3://corpus/'], audio: undefined }),
  ).toBeUndefined();
});
