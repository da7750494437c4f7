import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');
const ENGLISH = read('README.md');
const CHINESE = read('README.zh-CN.md');

/** What is the same in every language; the comments of commands are not. */
const PARTS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'commands and options': (text) =>
    blocksOf(text).flatMap((block) =>
      block.split('\n').map((line) => line.replace(/ +# .*$/, '').trimEnd()),
    ),
  code: (text) => allOf(withoutBlocks(text), /`([^`\n]+)`/g),
  links: (text) => allOf(text, /\]\(([^)]+)\)/g).filter((link) => !link.startsWith('README')),
  'headings and their levels': (text) => allOf(withoutBlocks(text), /^(#+) /gm),
};

test.each(Object.entries(PARTS))('%s are those of the English README', (_, partsOf) => {
  expect(partsOf(ENGLISH).length).toBeGreaterThan(4);
  expect(partsOf(CHINESE)).toEqual(partsOf(ENGLISH));
});

test.each([...new Set(PARTS['links']?.(ENGLISH))].filter((link) => !link.startsWith('http')))(
  'the link to %s leads to a file',
  (link) => {
    expect(existsSync(new URL(link, ROOT))).toBe(true);
  },
);

test('the READMEs name the version of the package', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  for (const text of [ENGLISH, CHINESE, read('docs/installing.md'), read('docs/deploying.md')]) {
    expect(new Set(allOf(text, /earmark-(\d[\d.]*\d)\.tgz/g))).toEqual(new Set([version]));
  }
  expect(ENGLISH).toContain(`\nEarmark ${version}\n`);
});

function blocksOf(text: string): readonly string[] {
  return allOf(text, /^```.*\n([^]*?)^```$/gm);
}

function withoutBlocks(text: string): string {
  return text.replace(/^```.*\n[^]*?^```$/gm, '');
}

function allOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, part = '']) => part);
}
