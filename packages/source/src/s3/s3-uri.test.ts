import { expect, test } from 'vitest';
import { parseS3Uri, toS3Uri } from './s3-uri.ts';

const KEYS = [
  '',
  'a b+c.mp3',
  '100%.mp3',
  '%2F.mp3',
  '#1?.ogg',
  '//a//b.wav',
  '/a.wav',
  '../a.wav',
  'a/./../b.wav',
  'two\nlines.wav',
  '音乐/été 🎵.mp3',
  's3://other/key.mp3',
  `${'x'.repeat(1_000)}.mp3`,
];

test.each(KEYS)('the address of %j leads back to it', (key) => {
  const place = { bucket: 'corpus', key };
  expect(parseS3Uri(toS3Uri(place))).toEqual(place);
});

test.each([
  { uri: 's3://corpus', place: { bucket: 'corpus', key: '' } },
  { uri: 's3://', place: undefined },
  { uri: 's3:///key', place: undefined },
  { uri: '/music', place: undefined },
])('$uri is $place', ({ uri, place }) => {
  expect(parseS3Uri(uri)).toEqual(place);
});
