import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earmarkHere } from '../support/earmark-here.ts';
import { findServer } from '../support/server.ts';

/** The words of a command line up to the cursor, and the only ones that a shell can complete the last one to. */
const CASES = [
  { line: 'earmark mo', words: ['models'] },
  { line: 'earmark models pu', words: ['pull'] },
  { line: 'earmark ledger f', words: ['forget'] },
  { line: 'earmark run --dev', words: ['--device'] },
  { line: 'earmark export 1 --format par', words: ['parquet'] },
  { line: 'earmark priority 1 hi', words: ['high'] },
  { line: 'earmark retry 1 --code WORKER', words: ['WORKER_CRASHED'] },
  { line: 'earmark models pull jamendo/cr', words: ['jamendo/crnn'] },
  { line: 'earmark run --models jamendo/fcn,jamendo/cr', words: ['jamendo/fcn,jamendo/crnn'] },
];

/** Where a shell has a choice. */
const CHOICES = [
  { line: 'earmark completion ', words: ['bash', 'fish', 'zsh'] },
  { line: 'earmark ledger ', words: ['add-metadata', 'add-reader', 'add-writer', 'forget'] },
  { line: 'earmark models pull jamendo/sh', words: ['jamendo/short', 'jamendo/short_res'] },
  {
    line: 'earmark export 1 --format ',
    words: ['embeddings', 'm3u', 'parquet', 'results', 'scores'],
  },
  { line: 'earmark export 1 --to', words: ['--top-k'] },
  { line: 'earmark status 1 --threshold ', words: [] },
];

const SHELLS = ['bash', 'zsh', 'fish'];
const missing = SHELLS.filter((shell) => findServer(shell) === undefined);
if (missing.length > 0) {
  console.warn(
    `SKIPPED, tests of completion: PATH has no ${missing.join(', ')}. apt-get install ${missing.join(' ')}`,
  );
}

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earmark-completion-'));
  mkdirSync(join(folder, 'empty'));
  for (const shell of SHELLS) {
    const { exitCode, stdout, stderr } = await earmarkHere(['completion', shell], {});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    writeFileSync(join(folder, shell), stdout);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function output(shell: string, args: readonly string[]): string {
  const cwd = join(folder, 'empty');
  return execFileSync(shell, args, { cwd, encoding: 'utf8', timeout: 20_000 }).trim();
}

describe.skipIf(missing.includes('bash'))('bash', () => {
  const complete = (line: string) => {
    const words = line.split(' ');
    const run =
      'source "$0"; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _earmark; echo "${COMPREPLY[*]}"';
    return output('bash', ['-c', run, join(folder, 'bash'), ...words])
      .split(' ')
      .filter(Boolean);
  };

  test.each([...CASES, ...CHOICES])('completes $line to $words', ({ line, words }) => {
    const completed = complete(line);
    expect(completed.sort()).toEqual(words);
  });

  test('completes the value after an equals sign', () => {
    expect(complete('earmark export 1 --format = par')).toEqual(['parquet']);
    expect(complete('earmark export 1 --layout =')).toEqual(['long', 'wide']);
  });
});

describe.skipIf(missing.includes('fish'))('fish', () => {
  test.each([...CASES, ...CHOICES])('completes $line to $words', ({ line, words }) => {
    const run = `set --global fish_history ""; source ${join(folder, 'fish')}; complete --do-complete '${line}'`;
    const completed = output('fish', ['--no-config', '-c', run])
      .split('\n')
      .map((found) => found.replace(/\t.*/, ''))
      .filter(Boolean);
    expect(completed.sort()).toEqual(words);
  });
});

test.skipIf(missing.includes('zsh'))('zsh completes what has one end', () => {
  const script = fileURLToPath(new URL('../support/complete.zsh', import.meta.url));
  const lines = CASES.map(({ line }) => line);
  const completed = output('zsh', ['-f', script, join(folder, 'zsh'), ...lines]).split('\n');
  const words = completed.map((line) => line.trim().split(' ').pop()?.replace(/[=,]$/, ''));
  expect(words).toEqual(CASES.flatMap(({ words }) => words));
});
