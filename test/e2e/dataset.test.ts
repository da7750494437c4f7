import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { npyBytes, parseNpy } from '@earmark/core/corpus';
import { earmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const HEADER = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(at('corpus.tsv'), TABLE);
});
afterEach(() => {
  folder.remove();
});

const at = (name: string) => join(folder.path, name);
const read = (name: string) => readFileSync(at(name), 'utf8');

/** Sixty artists with two tracks each, of different tags; every tenth artist has a rare tag. */
const TABLE = tableText(
  Array.from({ length: 120 }, (_, i) => [
    String(i % 60),
    String(20 + i),
    'genre---rock',
    ...((i + Math.floor(i / 60)) % 2 === 0 ? ['mood/theme---sad'] : ['instrument---piano']),
    ...(i % 10 === 0 ? ['genre---ska'] : []),
  ]),
);

/** @param rows of artist, seconds and tags */
function tableText(rows: readonly (readonly string[])[], lineEnd = '\r\n'): string {
  const lines = rows.map(([artist = '', seconds = '', ...tags], i) => {
    const id = String(1_000_000 + i);
    const columns = [
      `track_${id}`,
      `artist_${artist.padStart(6, '0')}`,
      `album_${artist.padStart(6, '0')}`,
    ];
    return [...columns, `${id.slice(-2)}/${id}.mp3`, `${seconds}.0`, ...tags].join('\t');
  });
  return [HEADER, ...lines].map((line) => line + lineEnd).join('');
}

const dataset = (args: readonly string[], input = '') =>
  earmarkHere(['dataset', ...args], {}, input);

async function done(args: readonly string[], input = '') {
  const ended = await dataset(args, input);
  expect({ ...ended, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  return ended.stdout;
}

describe('tables', () => {
  test('a table goes from standard input to standard output, and what is said to stderr', async () => {
    const { exitCode, stdout, stderr } = await dataset(
      ['filter', '-', '-', '--category', 'mood/theme'],
      TABLE.replaceAll('\r\n', '\n'),
    );
    expect(exitCode).toBe(0);
    expect(stdout.split('\r\n')).toHaveLength(62);
    expect(stdout).toMatch(/^TRACK_ID\t.*\r\ntrack_1000000\t.*\t20\.0\tmood\/theme---sad\r\n/);
    expect(stderr).toMatch(/^ +BEFORE  AFTER\ntracks +120 +60\n/);
  });

  test('the same as a program, with JSON on stderr', async () => {
    const { exitCode, stdout, stderr } = await earmark(
      ['dataset', 'filter', at('corpus.tsv'), '-', '--min-seconds', '100', '--json'],
      {},
    );
    expect({ exitCode, nLines: stdout.split('\r\n').length }).toEqual({ exitCode: 0, nLines: 42 });
    expect(JSON.parse(stderr)).toMatchObject({ tracks: { before: 120, after: 40 }, files: [] });
  });

  test('an input that is the output too is replaced, and kept when the command fails', async () => {
    await done(['filter', at('corpus.tsv'), at('corpus.tsv'), '--min-artists', '7']);
    expect(read('corpus.tsv')).not.toContain('ska');
    const before = read('corpus.tsv');
    const { exitCode } = await dataset([
      'clean',
      at('corpus.tsv'),
      at('corpus.tsv'),
      at('corpus.tsv'),
    ]);
    expect(exitCode).toBe(2);
    expect(read('corpus.tsv')).toBe(before);
    expect(readdirSync(folder.path)).toEqual(['corpus.tsv']);
  });

  test('a link to the output stays a link, and a device is not replaced', async () => {
    symlinkSync(at('target.tsv'), at('link.tsv'));
    writeFileSync(at('target.tsv'), '');
    await done(['filter', at('corpus.tsv'), at('link.tsv'), '--top', '1']);
    expect(read('target.tsv')).toContain('genre---rock');
    await done(['filter', at('corpus.tsv'), '/dev/null', '--top', '1']);
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  test('several filters are applied one after another', async () => {
    await done(
      ['filter', at('corpus.tsv'), at('out.tsv'), '--top', '1', '--category', 'mood/theme'].concat(
        ...['--tag-list', at('tags.txt'), '--stats-directory', at('stats')],
      ),
    );
    expect(read('tags.txt')).toBe('mood/theme---sad\n');
    expect(read('stats/all.tsv')).toBe('tag\tartists\talbums\ttracks\nsad\t60\t60\t60\n');
  });
});

describe('splits', () => {
  const splitArgs = (out: string, seed: string) => [
    ...['split', at('corpus.tsv'), at(out), '--splits', '2', '--trials', '20', '--seed', seed],
    ...['--track-threshold', '20-10-10'],
  ];

  test('from a table to filtered splits: no artist in two parts, and every track in one', async () => {
    expect(await done(splitArgs('splits', '3'))).toMatch(
      /^1 tag too rare in a part, removed from all splits: genre---ska\nNo other choice of 2 splits among the best \d+ of 20 trials \(seed 3\) removes fewer\.\n/,
    );
    const parts = ['train', 'test', 'validation'].map((part) =>
      read(`splits/split-1/corpus-${part}.tsv`),
    );
    const artists = parts.map((text) => new Set(text.match(/artist_\d+/g)));
    expect(artists.map(({ size }) => size)).toEqual([36, 12, 12]);
    expect(new Set(artists.flatMap((each) => [...each])).size).toBe(60);
    expect(parts.join('').match(/^track_/gm)).toHaveLength(120);
    await done([
      'filter-splits',
      at('splits'),
      'corpus',
      'piano',
      '--category',
      'instrument',
      '--sort',
    ]);
    const piano = read('splits/split-0/piano-train.tsv');
    expect(piano).toMatch(/\tinstrument---piano\r\n$/);
    expect(piano).not.toContain('rock');
  });

  test('a seed gives the same splits again, another seed others', async () => {
    for (const [out, seed] of [
      ['a', '1'],
      ['b', '1'],
      ['c', '2'],
    ] as const)
      await done(splitArgs(out, seed));
    const [a, b, c] = ['a', 'b', 'c'].map((out) => read(`${out}/split-0/corpus-train.tsv`));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test('of splits with a damaged table, nothing is written', async () => {
    await done(splitArgs('splits', '1'));
    writeFileSync(at('splits/split-1/corpus-test.tsv'), 'damaged');
    const { exitCode, stderr } = await dataset([
      'filter-splits',
      at('splits'),
      'corpus',
      'rock',
      '--category',
      'genre',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('corpus-test.tsv: line 1 is not the header');
    expect(existsSync(at('splits/split-0/rock-train.tsv'))).toBe(false);
  });
});

describe('matrices', () => {
  test('from a table to measures: matrix, baseline, decide and score', async () => {
    await done([
      'filter',
      at('corpus.tsv'),
      at('out.tsv'),
      '--top',
      '9',
      '--tag-list',
      at('tags.txt'),
    ]);
    await done(['matrix', at('out.tsv'), at('tags.txt'), at('truth.npy')]);
    // Of the four tags, every track has rock: its ROC-AUC is not defined.
    await done([
      'baseline',
      'random',
      at('out.tsv'),
      at('out.tsv'),
      at('tags.txt'),
      at('random.npy'),
    ]);
    const refused = await dataset(['score', at('truth.npy'), at('random.npy')]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(/in 1 of the columns\. .*earmark evaluate/);
    writeFileSync(at('some.txt'), 'instrument---piano\nmood/theme---sad\n');
    await done(['filter', at('corpus.tsv'), at('some.tsv'), '--tags', at('some.txt')]);
    await done(['matrix', at('some.tsv'), at('some.txt'), at('truth.npy')]);
    const scores = Float32Array.from(
      parseNpy(readFileSync(at('truth.npy')), 't').values,
      (label, i) => 0.2 + 0.5 * label + i / 1e4,
    );
    writeFileSync(
      at('scores.npy'),
      Buffer.concat([...npyBytes({ nRows: 120, nColumns: 2, values: scores })]),
    );
    const decided = ['decide', at('truth.npy'), at('scores.npy'), at('t.txt'), at('some.txt')];
    expect(await done([...decided, '--inclusive', '--decisions', at('d.npy')])).toBe(
      'instrument---piano\t0.700200\nmood/theme---sad\t0.700100\n',
    );
    expect(read('t.txt')).toBe('instrument---piano\t0.7002\nmood/theme---sad\t0.7001\n');
    expect(readFileSync(at('d.npy')).equals(readFileSync(at('truth.npy')))).toBe(true);
    const measures = await done([
      'score',
      at('truth.npy'),
      at('scores.npy'),
      '--decisions',
      at('d.npy'),
    ]);
    expect(measures.match(/\t1\.000000\n/g)).toHaveLength(10);
    // As the reference decides, the track whose score is the threshold is not selected.
    await done([...decided, '--decisions', at('strict.npy')]);
    const decisions = [...parseNpy(readFileSync(at('strict.npy')), 'strict.npy').values];
    expect(decisions.filter((one) => one === 1)).toHaveLength(118);
  });
});

test('a chart is drawn in the format of its name', async () => {
  await done(['stats', at('corpus.tsv'), at('stats')]);
  for (const [name, start] of [
    ['a.svg', '<svg'],
    ['a.png', '\u0089PNG'],
    ['a.PDF', '%PDF-'],
  ] as const) {
    await done(['chart', at('stats'), at(name), '--top', '3']);
    expect(readFileSync(at(name), 'latin1').startsWith(start)).toBe(true);
  }
  const { stdout, stderr } = await dataset(['chart', at('stats'), '-']);
  expect(stdout).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(stderr).toBe('genre: 2 bars, instrument: 1 bar, mood/theme: 1 bar.\n');
});
