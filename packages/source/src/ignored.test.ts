import { expect, test } from 'vitest';
import { ignoreFile, ignoredText, nothingIgnored } from './ignored.ts';

test.each([
  { names: [], text: '' },
  { names: ['cover.jpg'], text: '1 other file ignored' },
  {
    names: ['cover.jpg', 'notes', 'a.mid'],
    text: '2 other files ignored; 1 file .mid is not read',
  },
  {
    names: ['b.RA', 'a.mid', 'a/b.mid'],
    text: '2 files .mid are not read; 1 file .ra is not read',
  },
])('$names are reported as "$text"', ({ names, text }) => {
  const ignored = nothingIgnored();
  for (const name of names) ignoreFile(ignored, name);
  expect(ignoredText(ignored)).toBe(text);
});

test('names that could not be read are counted by themselves', () => {
  expect(ignoredText({ ...nothingIgnored(), hidden: 1, unreadable: 2 })).toBe(
    '1 other file ignored; 2 names could not be read and will fail',
  );
});
