import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXIT_CODES } from './exit-codes.ts';

const DOCUMENT = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

test('docs/operations.md has one table of exit codes, and it is this one', () => {
  const sections = DOCUMENT.split(/^## /m).filter((section) => section.startsWith('Exit codes\n'));
  expect(sections).toHaveLength(1);
  const rows = Array.from(sections[0]!.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm), (row) => ({
    exitCode: Number(row[1]),
    meaning: row[2]!.replaceAll('`', ''),
  }));
  expect(rows).toEqual(Object.values(EXIT_CODES));
});
