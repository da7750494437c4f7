import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { earmarkHere } from '../support/earmark-here.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const TABLE =
  'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n' +
  'track_1\tartist_1\talbum_1\t01/1.mp3\t30.0\tgenre---rock\n';

let folder: TemporaryFolder;
beforeAll(() => {
  folder = temporaryFolder();
  writeFileSync(at('corpus.tsv'), TABLE);
});
afterAll(() => {
  folder.remove();
});

const at = (name: string) => join(folder.path, name);

const dataset = (args: readonly string[], input = '') =>
  earmarkHere(['dataset', ...args], {}, input);

const REFUSED = [
  { args: ['filter', 'TABLE', 'out.tsv'], says: 'Name what to keep: --min-seconds' },
  {
    args: ['filter', 'TABLE', 'out.tsv', '--tags', 'x', '--stats-directory', 'y'],
    says: '--stats-directory is for',
  },
  {
    args: ['filter', '-', 'out.tsv', '--tags', '-'],
    input: TABLE,
    says: 'Standard input, "-", can stand for one file only',
  },
  {
    args: ['filter', 'TABLE', '-', '--top', '1', '--tag-list', '-'],
    says: 'Standard output, "-", can',
  },
  { args: ['stats', 'gone.tsv'], says: 'There is no file "gone.tsv".' },
  { args: ['stats', '-'], says: 'Standard input: line 1 is not the header' },
  { args: ['split', 'TABLE', 'out', '--splits', '3', '--trials', '2'], says: 'Raise --trials.' },
  {
    args: ['split', 'TABLE', 'out', '--split-ratio', '60-20-30'],
    says: 'add up to 100, and add up to 110',
  },
  { args: ['split', 'TABLE', 'out'], says: 'Lower --artist-threshold' },
  { args: ['filter-splits', 'gone', 'a', 'b'], says: 'The folder "gone" cannot be read (ENOENT)' },
  { args: ['chart', 'gone', 'a.svg'], says: 'Write statistics into it first' },
  { args: ['chart', 'stats', 'a.gif'], says: 'ends in .svg, .png or .pdf' },
  { args: ['matrix', 'TABLE', 'TABLE', 'a.npy'], says: 'does not list' },
  {
    args: ['baseline', 'best', 'TABLE', 'TABLE', 'x', 'y'],
    says: 'Allowed choices are popular, random.',
  },
  { args: ['score', 'TABLE', 'TABLE'], says: 'is not a NumPy array.' },
];

test.each(REFUSED)('$args is refused: $says', async ({ args, input, says }) => {
  const here = args.map((arg) => (arg === 'TABLE' ? at('corpus.tsv') : arg));
  const { exitCode, stderr } = await dataset(here, input);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^earmark: [^\n]+\n$/);
  expect(stderr).toContain(says);
});

test('a folder that cannot be written to is refused', async () => {
  writeFileSync(at('file'), '');
  const { exitCode, stderr } = await dataset(['stats', at('corpus.tsv'), at('file/stats')]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('cannot be written (ENOTDIR). Name a folder');
});

test('a filter that leaves nothing says so', async () => {
  const { exitCode, stderr } = await dataset([
    'filter',
    at('corpus.tsv'),
    at('a'),
    '--category',
    'x',
  ]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: 'No track is left: the table has a header only.\n',
  });
});
