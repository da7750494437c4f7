/** The table commands of `earmark dataset` against files that the reference wrote, byte for byte. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  byTracks,
  discardedTagsOf,
  parseMetadataTable,
  parseSplitRows,
  parseStatistics,
  type Part,
  PARTS,
  partsOfArtists,
  partText,
  splitText,
} from '@earmark/core/dataset';
import { pythonFloat } from '@earmark/core/text';
import { earmarkHere } from '../support/earmark-here.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = join(process.env['EARMARK_GOLDEN'] ?? '', 'mtg-jamendo');
const golden = join(folder, 'golden/dataset');
const missing = process.env['EARMARK_GOLDEN'] === undefined || !existsSync(golden);
if (missing)
  console.warn('SKIPPED: EARMARK_GOLDEN names no folder with mtg-jamendo/golden/dataset.');

interface Case {
  readonly id: string;
  readonly operation: string;
  readonly args: readonly string[];
  readonly stdout: string;
  readonly outputs: readonly { readonly file: string }[];
}

/** The arguments of our commands for those of the reference's scripts. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => readonly string[]>> = {
  get_statistics: (args) => ['stats', ...args],
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

describe.skipIf(missing)('the commands of tables', () => {
  const cases = missing ? [] : readCases().filter(({ operation }) => COMMANDS[operation]);

  test('cover the cases of the reference', () => {
    expect(cases).toHaveLength(readCases().length - 1);
  });

  test.each(cases)(
    '$id: $operation writes the same bytes',
    async ({ id, operation, args, outputs }) => {
      const { at } = stageCase(id);
      const here = args.map((arg) => (isPath(arg, id) ? at(arg) : arg));
      const { exitCode, stderr } = await dataset(COMMANDS[operation]!(here));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      for (const { file } of outputs) {
        const expected = readFileSync(join(golden, caseFolder(id), 'expected', file));
        const found = readFileSync(
          at(id.startsWith('split-subset') ? `splits/split-0/${file}` : `expected/${file}`),
        );
        expect(found.equals(expected), file).toBe(true);
      }
    },
  );

  test.each(cases.filter(({ operation }) => operation === 'get_statistics'))(
    '$id: stats counts what the reference prints',
    async ({ id, stdout }) => {
      expect(await referenceText(join(golden, id, 'in.tsv'))).toEqual(numbersOf(stdout));
    },
  );
});

describe.skipIf(missing)('a metadata table', () => {
  test('is read and written as the reference does it', async () => {
    const { at } = stageCase('read-write');
    const { exitCode } = await dataset([
      'filter',
      at('in.tsv'),
      at('out.tsv'),
      '--min-seconds',
      '0.1',
    ]);
    expect(exitCode).toBe(0);
    const expected = readFileSync(join(golden, 'read-write/expected/out.tsv'), 'utf8');
    expect(readFileSync(at('out.tsv'), 'utf8')).toBe(expected);
  });

  test('has the tags, the index and the widths that the reference reads', () => {
    const read = JSON.parse(
      readFileSync(join(golden, 'read-write/expected/read.json'), 'utf8'),
    ) as {
      tracks: [number, Record<string, unknown>][];
      tags: Record<string, Record<string, number[]>>;
      tagCategoryOrder: string[];
      extra: Record<string, number>;
    };
    const text = readFileSync(join(golden, 'read-write/in.tsv'), 'utf8');
    const { tracks, tags, idWidths } = parseMetadataTable(text, 'in.tsv');
    expect(tracks.map(({ trackId }) => trackId)).toEqual(read.tracks.map(([id]) => id));
    for (const [i, [, expected]] of read.tracks.entries()) {
      const names = Object.entries(expected).filter(
        ([category, value]) => Array.isArray(value) && category !== 'tags',
      ) as [string, string[]][];
      const all = names.flatMap(([category, each]) => each.map((name) => `${category}---${name}`));
      expect(tracks[i]!.tags.toSorted()).toEqual(all.sort());
    }
    const index = Array.from(tags, ([category, names]) => [
      category,
      Object.fromEntries(
        Array.from(names, ([name, ids]) => [name, [...ids].sort((a, b) => a - b)]),
      ),
    ]);
    expect(index.map(([category]) => category)).toEqual(read.tagCategoryOrder);
    expect(Object.fromEntries(index)).toEqual(read.tags);
    const { track_id_length: track, artist_id_length: artist, album_id_length: album } = read.extra;
    expect(idWidths).toEqual({ track, artist, album });
  });
});

describe.skipIf(missing)('a split', () => {
  const cases = missing
    ? undefined
    : (readJson('golden/dataset/data-split/cases.json') as {
        splitRatio: string;
        artistThreshold: string;
        trackThreshold: string;
        artistCounts: { rows: number[][] };
        trials: ({ assignment: Record<string, Part>; discardedTags: string[] } & Record<
          Part,
          Record<string, string[]>
        >)[];
      });

  test('has parts of the sizes of the reference', () => {
    for (const [nArtists = 0, ...sizes] of cases!.artistCounts.rows) {
      const parts = partsOfArtists(nArtists, perPart(cases!.splitRatio));
      const found = PARTS.map((part) => parts.filter((each) => each === part).length);
      expect([...found, 0], `${nArtists} artists`).toEqual(sizes);
    }
  });

  test('discards the tags of the reference and has its rows, for the same artists in each part', () => {
    const text = readFileSync(join(golden, 'data-split/in.tsv'), 'utf8');
    const table = parseSplitRows(text, 'in.tsv');
    const thresholds = {
      artists: perPart(cases!.artistThreshold),
      tracks: perPart(cases!.trackThreshold),
    };
    for (const trial of cases!.trials) {
      const partOf = new Map(
        Object.entries(trial.assignment).map(([id, part]) => [Number(id.split('_')[1]), part]),
      );
      const discarded = discardedTagsOf(table.rows, partOf, thresholds);
      expect(discarded).toEqual(trial.discardedTags);
      for (const part of PARTS) {
        const text = partText(splitText(table, discarded), part, partOf);
        const [, ...rows] = text.rows.map((row) => row.trimEnd().split('\t'));
        expect(Object.fromEntries(rows.map(([id, , , , , ...tags]) => [id, tags]))).toEqual(
          trial[part],
        );
      }
    }
  });
});

test.skipIf(missing)('the bars of a chart are those of the reference', () => {
  const { statsDirectory, n, bars } = readJson('golden/dataset/chart/top20.json') as {
    statsDirectory: string;
    n: number;
    bars: { category: string; tags: string[]; tracks: number[] }[];
  };
  for (const { category, tags, tracks } of bars) {
    const file = `${statsDirectory}/${category}.tsv`;
    const top = byTracks(parseStatistics(readFileSync(join(folder, file), 'utf8'), file)).slice(
      0,
      n,
    );
    expect(top.map(({ tag }) => tag)).toEqual(tags);
    expect(top.map(({ nTracks }) => nTracks)).toEqual(tracks);
  }
});

describe.skipIf(missing)('the published tables', () => {
  const full = missing
    ? []
    : ((
        readJson('golden/dataset/real-full.json') as {
          cases: (Case & { outputs: Record<string, { sha256: string }> })[];
        }
      ).cases as unknown as (Omit<Case, 'outputs'> & {
        outputs: Record<string, { sha256: string }>;
      })[]);

  test.each(full)(
    '$id: $operation gives the published files',
    async ({ operation, args, outputs, stdout }) => {
      const at = unpacked(['metadata/autotagging-187tags.tsv']);
      const here = args.map((arg) => (isFile(arg, outputs) ? at(arg) : arg));
      const { exitCode, stderr } = await dataset(COMMANDS[operation]!(here));
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      for (const [file, { sha256 }] of Object.entries(outputs))
        expect([file, sha256Of(at(file))]).toEqual([file, sha256]);
      if (operation === 'get_statistics')
        expect(await referenceText(at(args[0]!))).toEqual(numbersOf(stdout));
    },
  );

  test('are split as published: subsets of split 0, their statistics, the matrix and the baselines', async () => {
    const [split] = readJson('golden/dataset/real-splits.json') as {
      outputs: { file: string; sha256: string }[];
      statistics: Record<Part, { stdout: string; files: Record<string, string> }>;
      groundtruthMatrix: { tags: string; sha256: string };
      naive_popular: { sha256: string };
      naive_random: { sha256: string };
    }[];
    const at = unpacked(PARTS.map((part) => `splits/split-0/autotagging-${part}.tsv`));
    const filters = [
      ['genre', '--category', 'genre'],
      ['instrument', '--category', 'instrument'],
      ['moodtheme', '--category', 'mood/theme'],
      ['top50tags', '--tags', join(folder, 'tags/top50.txt')],
    ];
    for (const [name = '', ...options] of filters) {
      await datasetDone([
        'filter-splits',
        at('splits'),
        'autotagging',
        `autotagging_${name}`,
        ...options,
      ]);
    }
    for (const { file, sha256 } of split!.outputs)
      expect([file, sha256Of(at(file))]).toEqual([file, sha256]);
    for (const part of PARTS) {
      const { stdout, files } = split!.statistics[part];
      const table = at(`splits/split-0/autotagging-${part}.tsv`);
      expect(await referenceText(table)).toEqual(numbersOf(stdout));
      await datasetDone(['stats', table, at(`stats-${part}`)]);
      for (const [file, sha256] of Object.entries(files))
        expect(sha256Of(at(`stats-${part}/${file}`))).toBe(sha256);
    }
    const { tags, sha256 } = split!.groundtruthMatrix;
    const list = join(folder, tags);
    const [train, testTable] = ['train', 'test'].map((part) =>
      at(`splits/split-0/autotagging_moodtheme-${part}.tsv`),
    ) as [string, string];
    await datasetDone(['matrix', testTable, list, at('truth.npy')]);
    expect(sha256Of(at('truth.npy'))).toBe(sha256);
    for (const algorithm of ['popular', 'random'] as const) {
      await datasetDone(['baseline', algorithm, train, testTable, list, at(`${algorithm}.npy`)]);
      expect(sha256Of(at(`${algorithm}.npy`))).toBe(split![`naive_${algorithm}`].sha256);
    }
  });
});

describe.skipIf(missing)('the published results of MediaEval', () => {
  const results = (name: string) => join(folder, 'results/mediaeval', name);
  const truth = results('groundtruth.npy');

  test.each(['vggish', 'popular', 'random'])(
    '%s: decide and score give the published files',
    async (name) => {
      // The predictions of the popular baseline are its decisions.
      const kind = name === 'popular' ? 'decisions' : 'predictions';
      const predictions = results(`baseline_${name}_${kind}.npy`);
      const decisions = results(`baseline_${name}_decisions.npy`);
      const { stdout } = await datasetDone(['score', truth, predictions, '--decisions', decisions]);
      expect(stdout).toBe(readFileSync(results(`baseline_${name}_results.tsv`), 'utf8'));
      if (name === 'popular') return;
      const out = newFolder();
      const [thresholds, decided] = [join(out, 't.txt'), join(out, 'd.npy')];
      const list = join(folder, 'tags/moodtheme_split.txt');
      await datasetDone(['decide', truth, predictions, thresholds, list, '--decisions', decided]);
      expect(readFileSync(decided).equals(readFileSync(decisions))).toBe(true);
    },
  );
});

function readCases(): readonly Case[] {
  return (readJson('golden/dataset/cases.json') as { cases: Case[] }).cases;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function caseFolder(id: string): string {
  return id.replace(/:.*/, '');
}

/** An empty folder for the test that runs. */
function newFolder(): string {
  const folder = temporaryFolder();
  onTestFinished(() => {
    folder.remove();
  });
  return folder.path;
}

/** A folder with the inputs of a case. */
function stageCase(id: string): { at: (name: string) => string } {
  const stage = newFolder();
  cpSync(join(golden, caseFolder(id)), stage, {
    recursive: true,
    filter: (path) => basename(path) !== 'expected' && !dirname(path).endsWith('expected'),
  });
  return { at: (name) => join(stage, name) };
}

function isPath(arg: string, id: string): boolean {
  return arg.startsWith('expected/') || existsSync(join(golden, caseFolder(id), arg));
}

function isFile(arg: string, outputs: Record<string, unknown>): boolean {
  return (
    arg.startsWith('metadata/') ||
    Object.keys(outputs).some((file) => file === arg || file.startsWith(`${arg}/`))
  );
}

/** A folder with published tables, decompressed. */
function unpacked(names: readonly string[]): (name: string) => string {
  const stage = newFolder();
  for (const name of names) {
    mkdirSync(dirname(join(stage, name)), { recursive: true });
    writeFileSync(join(stage, name), gunzipSync(readFileSync(join(folder, `${name}.gz`))));
  }
  return (name) => join(stage, name);
}

function dataset(args: readonly string[]) {
  return earmarkHere(['dataset', ...args], {});
}

async function datasetDone(args: readonly string[]) {
  const ended = await dataset(args);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return ended;
}

/** The numbers that the reference prints for a table, from ours. */
async function referenceText(table: string): Promise<readonly string[]> {
  const { stdout } = await datasetDone(['stats', table, '--json']);
  const figures = JSON.parse(stdout) as Record<
    'nTracks' | 'nAlbums' | 'nArtists' | 'meanSeconds' | 'medianSeconds',
    number
  > & {
    categories: {
      category: string;
      tags: unknown[];
      nTracks: number;
      nArtists: number;
      nAlbums: number;
    }[];
  };
  const { nTracks, nAlbums, nArtists, meanSeconds, medianSeconds, categories } = figures;
  return numbersOf(
    [
      `Reading: ${nTracks} tracks, ${nAlbums} albums, ${nArtists} artists`,
      `Mean: ${pythonFloat(meanSeconds)}, median: ${pythonFloat(medianSeconds)}`,
      ...categories.map(
        (of) =>
          `Total tags for ${of.category}: ${of.tags.length} tags, {'track': ${of.nTracks}, 'artist': ${of.nArtists}, 'album': ${of.nAlbums}}`,
      ),
      '',
    ].join('\n'),
  );
}

/** A text with its numbers to 12 digits: the last ones of a mean depend on the order of summation. */
function numbersOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\d+\.\d+/g, (number) => Number(number).toPrecision(12)));
}

function perPart(text: string) {
  const numbers = text.split('-').map(Number);
  return Object.fromEntries(PARTS.map((part, i) => [part, numbers[i]])) as Record<Part, number>;
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
