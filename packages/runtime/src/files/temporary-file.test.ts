import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { removeAbandonedFiles, writeTemporaryFile } from './temporary-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'temporary-file-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function* bytesOf(text: string, error?: Error): AsyncGenerator<Uint8Array> {
  for (const letter of text) yield await Promise.resolve(Buffer.from(letter));
  if (error) throw error;
}

test('the content lies in TMPDIR, under the extension, for this user alone', async () => {
  const path = await writeTemporaryFile(bytesOf('music'), '.mp3');
  expect(dirname(path)).toBe(folder);
  expect(path).toMatch(/\.mp3$/);
  expect(await readFile(path, 'utf8')).toBe('music');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test.each([
  {
    what: 'an error of the content',
    error: new Error('cut off'),
    expected: { message: 'cut off' },
  },
  {
    what: 'a full disk',
    error: Object.assign(new Error('no space'), { code: 'ENOSPC' }),
    expected: { code: 'DISK_FULL' },
  },
])('$what is thrown and leaves no file', async ({ error, expected }) => {
  await expect(writeTemporaryFile(bytesOf('mu', error), '')).rejects.toMatchObject(expected);
  expect(await readdir(folder)).toEqual([]);
});

test('a temporary folder that is not there is a wrong usage', async () => {
  vi.stubEnv('TMPDIR', join(folder, 'gone'));
  await expect(writeTemporaryFile(bytesOf(''), '')).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringContaining('TMPDIR') as string,
  });
  await removeAbandonedFiles();
});

test('what dead processes of this machine left is removed, and nothing else', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['--version']);
  const kept = [
    `earmark-${hostname()}-${process.ppid}-a.mp3`,
    `earmark-elsewhere-${dead}-a.mp3`,
    'earmark-notes.txt',
  ];
  const abandoned = [dead, process.pid].map((pid) => `earmark-${hostname()}-${pid}-a.mp3`);
  for (const name of [...kept, ...abandoned]) await writeFile(join(folder, name), '');
  await removeAbandonedFiles();
  expect((await readdir(folder)).sort()).toEqual(kept.sort());
});
