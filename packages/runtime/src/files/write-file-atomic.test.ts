import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomic } from './write-file-atomic.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-write-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('text of many pieces is written whole, in a folder that did not exist', async () => {
  const path = join(folder, 'new/results.csv');
  const lines = Array.from({ length: 30_000 }, (_, i) => `line ${String(i)} 摇滚\n`);
  await writeFileAtomic(path, lines);
  expect(await readFile(path, 'utf8')).toBe(lines.join(''));
});

test('an error while the text is made leaves the old file and no other', async () => {
  const path = join(folder, 'results.csv');
  await writeFile(path, 'old');
  await expect(writeFileAtomic(path, failingText())).rejects.toThrow('the ledger went away');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['results.csv']);
});

test('a folder that is a file is a wrong usage, and the message names the path', async () => {
  await writeFile(join(folder, 'file'), '');
  const path = join(folder, 'file/results.csv');
  await expect(writeFileAtomic(path, ['text'])).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringContaining(path) as string,
  });
});

test('no room on the disk is DISK_FULL', async () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  const path = join(folder, 'results.csv');
  await expect(writeFileAtomic(path, failingText(full))).rejects.toMatchObject({
    code: 'DISK_FULL',
  });
  expect(await readdir(folder)).toEqual([]);
});

function* failingText(error: Error = new Error('the ledger went away')): Generator<string> {
  yield 'x'.repeat(100_000);
  throw error;
}
