/** What the golden tests of `earmark dataset` share: where the files of the reference are, and our commands for its scripts. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Part, PARTS } from '@earmark/core/dataset';
import { pythonFloat } from '@earmark/core/text';
import { earmarkHere } from './earmark-here.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const GOLDEN = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo');

export const missing =
  process.env['EARMARK_GOLDEN'] === undefined || !existsSync(join(GOLDEN, 'golden/dataset'));
if (missing) {
  console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo/golden/dataset.');
}

/** The arguments of our commands for those of the reference's scripts. */
export const COMMANDS: Readonly<Record<string, (args: readonly string[]) => readonly string[]>> = {
  // With its figures, which the reference prints in words.
  get_statistics: (args) => ['stats', ...args, '--json'],
  clean_tags: (args) => ['clean', ...args],
  filter_fewartists: ([table = '', n = '', out = '', ...options]) => [
    ...['filter', table, out, '--min-artists', n],
    ...options,
  ],
  filter_toptags: ([table = '', n = '', out = '', ...options]) => [
    ...['filter', table, out, '--top', n],
    ...options,
  ],
  filter_category: ([table = '', category = '', out = '', ...options]) => [
    ...['filter', table, out, '--category', category],
    ...options,
  ],
  filter_subset: ([table = '', list = '', out = '']) => ['filter', table, out, '--tags', list],
  split_filter_subset: (args) => [
    'filter-splits',
    ...args.map((arg) => (arg === '--subset-file' ? '--tags' : arg)),
  ],
  'mediaeval/generate_matrix': (args) => ['matrix', ...args],
  'mediaeval/baseline_naive': ([train = '', test = '', list = '', out = '', , algorithm = '']) => [
    ...['baseline', algorithm, train, test, list, out],
  ],
};

/** Runs a command of `earmark dataset` that has to succeed; returns what it prints. */
export async function dataset(args: readonly string[]): Promise<string> {
  const { stdout, ...ended } = await earmarkHere(['dataset', ...args], {});
  expect(ended).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

/** An empty folder for the test that runs. */
export function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => {
    folder.remove();
  });
  return folder.path;
}

export function readGolden(name: string): string {
  return readFileSync(join(GOLDEN, name), 'utf8');
}

export function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

type Counts = Record<'nTracks' | 'nAlbums' | 'nArtists', number>;

/** What the reference prints about a table, made of the figures that `stats --json` printed. */
export function referenceText(json: string): readonly string[] {
  const figures = JSON.parse(json) as Counts &
    Record<'meanSeconds' | 'medianSeconds', number> & {
      categories: (Counts & { category: string; tags: unknown[] })[];
    };
  const { nTracks, nAlbums, nArtists, meanSeconds, medianSeconds, categories } = figures;
  const lines = [
    `Reading: ${nTracks} tracks, ${nAlbums} albums, ${nArtists} artists`,
    `Mean: ${pythonFloat(meanSeconds)}, median: ${pythonFloat(medianSeconds)}`,
    ...categories.map(
      (of) =>
        `Total tags for ${of.category}: ${of.tags.length} tags, {'track': ${of.nTracks}, 'artist': ${of.nArtists}, 'album': ${of.nAlbums}}`,
    ),
  ];
  return rounded(lines.map((line) => `${line}\n`).join(''));
}

/** A text with its fractions to 12 digits: the last ones of a mean depend on the order of summation. */
export function rounded(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\d+\.\d+/g, (number) => Number(number).toPrecision(12)));
}

/** `60-20-20` as the reference writes it. */
export function perPart(text: string): Record<Part, number> {
  const numbers = text.split('-').map(Number);
  return Object.fromEntries(PARTS.map((part, i) => [part, numbers[i]])) as Record<Part, number>;
}
