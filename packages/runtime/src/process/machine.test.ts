import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findProgram, freePort, isAlive, isListening } from './machine.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-machine-'));
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  for (const each of [first, second]) mkdirSync(each);
  writeFileSync(join(first, 'earmark-a'), 'not executable');
  mkdirSync(join(first, 'earmark-b'));
  for (const name of ['earmark-a', 'earmark-b', 'earmark-c']) {
    writeFileSync(join(second, name), '');
    chmodSync(join(second, name), 0o755);
  }
  path = ['', first, second].join(delimiter);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  { what: 'a file that is not executable is skipped', names: ['earmark-a'], found: 'earmark-a' },
  { what: 'a folder is skipped', names: ['earmark-b'], found: 'earmark-b' },
  { what: 'the second name is found', names: ['earmark-x', 'earmark-c'], found: 'earmark-c' },
])('$what', ({ names, found }) => {
  expect(findProgram(names, path)).toBe(join(folder, 'second', found));
});

test('a program that is not installed is undefined', () => {
  expect(findProgram(['earmark-x'], path)).toBeUndefined();
  expect(findProgram(['earmark-x'], '')).toBeUndefined();
});

test('this process is alive, and nothing listens on a free port', async () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(await isListening(`redis://127.0.0.1:${String(await freePort())}`)).toBe(false);
});
