import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/security.md', ROOT), 'utf8');
const named = [...text.matchAll(/`([^`\s]+\.test\.ts)`/g)].map(([, path = '']) => path);

test('every defence that docs/security.md names has a test', () => {
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.split('|').length === 5);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.slice(1).filter((row) => !row.includes('.test.ts`') && !row.includes('---'))).toEqual(
    [],
  );
});

test.each([...new Set(named)])('%s is there', (path) => {
  expect(existsSync(new URL(path, ROOT))).toBe(true);
});
