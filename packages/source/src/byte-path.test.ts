import { expect, test } from 'vitest';
import { type BytePath, pathOfUri, relativeName, toBytePath, toFileUri } from './byte-path.ts';

const BASE = toBytePath('/music');
const bytes = (path: string) => path as BytePath;

test.each([
  { path: toBytePath('/music/音乐/été.mp3'), name: '音乐/été.mp3' },
  { path: toBytePath('/music/100% #1?.ogg'), name: '100% #1?.ogg' },
  { path: toBytePath('/music/Bj%F6rk.wav'), name: 'Bj%F6rk.wav' },
  { path: bytes('/music/Bj\xf6rk.wav'), name: './Bj%F6rk.wav' },
  { path: bytes('/music/Bj\xf6rk/100% a.wav'), name: './Bj%F6rk/100%25%20a.wav' },
  { path: bytes('/music/\xed\xa0\x80.wav'), name: './%ED%A0%80.wav' },
  { path: bytes('/other/\xff\n\\.wav'), name: './../other/%FF%0A%5C.wav' },
])('a file has the name $name, and its URI leads back to its bytes', ({ path, name }) => {
  expect(relativeName(BASE, path)).toBe(name);
  const uri = toFileUri(path);
  expect(new URL(uri).href).toBe(uri);
  expect(pathOfUri(uri)).toBe(path);
});

test('every byte that a name can have makes another name and another URI', () => {
  const paths = Array.from({ length: 255 }, (_, i) =>
    bytes(`/music/${String.fromCharCode(i + 1)}x`),
  );
  const apart = paths.filter((path) => path !== '/music//x');
  expect(new Set(apart.map((path) => relativeName(BASE, path))).size).toBe(254);
  expect(new Set(apart.map(toFileUri)).size).toBe(254);
  expect(apart.map((path) => pathOfUri(toFileUri(path)))).toEqual(apart);
});

test.each(['s3://bucket/key', 'http://host/a.mp3', 'file://host/a.mp3', '/music/a.mp3'])(
  '%s is no address of a file on this machine',
  (uri) => {
    expect(pathOfUri(uri)).toBeUndefined();
  },
);

test('a long path has a short name, which keeps its end and differs from that of any other', () => {
  const folder = `/music/${'音乐/'.repeat(500)}`;
  const names = ['a.wav', 'b.wav'].map((name) => relativeName(BASE, toBytePath(folder + name)));
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThan(1_000);
  expect(names[0]).toMatch(/^\.\/音乐\/.*音乐\/a\.wav$/);
  expect(names[0]!.replace('a.wav', 'b.wav')).not.toBe(names[1]);
});
