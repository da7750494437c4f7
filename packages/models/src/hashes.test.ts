import { expect, test } from 'vitest';
import { gitBlobId } from './hashes.ts';

test.each([
  { text: '', id: 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' },
  { text: 'hello\n', id: 'ce013625030ba8dba906f756967f9e9ca394464a' },
])('the id of $text is that of git hash-object', ({ text, id }) => {
  expect(gitBlobId(Buffer.from(text))).toBe(id);
});
