import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSecretFiles } from './secret-files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-secrets-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function fileOf(text: string): string {
  const path = join(folder, String(text.length));
  writeFileSync(path, text);
  return path;
}

test.each([
  { text: 'secret', secret: 'secret' },
  { text: 'secret\n', secret: 'secret' },
  { text: 'secret\r\n', secret: 'secret' },
  { text: ' sec ret \n\n', secret: ' sec ret \n' },
])('of $text the secret is $secret', ({ text, secret }) => {
  const read = readSecretFiles({ DATABASE_PASSWORD_FILE: fileOf(text), REDIS_URL: 'other' });
  expect(read).toEqual({ DATABASE_PASSWORD: secret, REDIS_URL: 'other' });
});

test('an empty name of a file counts as unset', () => {
  expect(readSecretFiles({ REDIS_PASSWORD_FILE: '', REDIS_PASSWORD: 'x' })).toEqual({
    REDIS_PASSWORD: 'x',
  });
});

test.each([
  {
    variables: { DATABASE_URL_FILE: '/nowhere' },
    says: /file that DATABASE_URL_FILE names cannot be read: ENOENT.*\/nowhere/,
  },
  {
    variables: { REDIS_PASSWORD_FILE: '/dev/null' },
    says: /file that REDIS_PASSWORD_FILE names is empty: \/dev\/null/,
  },
  {
    variables: { REDIS_URL: 'redis://queue', REDIS_URL_FILE: '/dev/null' },
    says: /Set REDIS_URL or REDIS_URL_FILE, not both/,
  },
])('$variables is refused', ({ variables, says }) => {
  expect(() => readSecretFiles(variables)).toThrow(says);
});
