/** The table commands of `earmark dataset` against small files that the reference wrote, byte for byte. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
import {
  COMMANDS,
  dataset,
  GOLDEN,
  missing,
  newFolder,
  perPart,
  readGolden,
  referenceText,
  rounded,
} from '../support/dataset-golden.ts';

interface Case {
  readonly id: string;
  readonly operation: string;
  readonly args: readonly string[];
  readonly stdout: string;
  readonly outputs: readonly { readonly file: string }[];
}

const all = missing
  ? []
  : (JSON.parse(readGolden('golden/dataset/cases.json')) as { cases: Case[] }).cases;
const cases = all.filter(({ operation }) => COMMANDS[operation]);

describe.skipIf(missing)('the commands of tables', () => {
  test('are tried with every case but that of reading and writing, which is below', () => {
    expect(all.filter((each) => !cases.includes(each)).map(({ id }) => id)).toEqual(['read-write']);
  });

  test.each(cases)('$id: $operation writes the same bytes', async (asked) => {
    const { id, operation, args, outputs, stdout } = asked;
    const at = stageCase(id);
    const here = args.map((arg) => (isPath(arg, id) ? at(arg) : arg));
    const printed = await dataset(COMMANDS[operation]!(here));
    for (const { file } of outputs) {
      const expected = readFileSync(join(folderOf(id), 'expected', file));
      const isOfSplit = operation === 'split_filter_subset';
      const found = readFileSync(at(isOfSplit ? `splits/split-0/${file}` : `expected/${file}`));
      expect(found.equals(expected), file).toBe(true);
    }
    if (operation === 'get_statistics') expect(referenceText(printed)).toEqual(rounded(stdout));
  });
});

describe.skipIf(missing)('a metadata table', () => {
  test('is read and written as the reference does it', async () => {
    const at = stageCase('read-write');
    await dataset(['filter', at('in.tsv'), at('out.tsv'), '--min-seconds', '0.1']);
    const expected = readGolden('golden/dataset/read-write/expected/out.tsv');
    expect(readFileSync(at('out.tsv'), 'utf8')).toBe(expected);
  });

  test('has the tags, the index and the widths that the reference reads', () => {
    const read = JSON.parse(readGolden('golden/dataset/read-write/expected/read.json')) as {
      tracks: [number, Record<string, unknown>][];
      tags: Record<string, Record<string, number[]>>;
      tagCategoryOrder: string[];
      extra: Record<string, number>;
    };
    const text = readGolden('golden/dataset/read-write/in.tsv');
    const { tracks, tags, idWidths } = parseMetadataTable(text, 'in.tsv');
    expect(tracks.map(({ trackId, tags }) => [trackId, tags.toSorted()])).toEqual(
      read.tracks.map(([id, track]) => [id, tagsOfSets(track).sort()]),
    );
    const index = Array.from(tags, ([category, names]) => [
      category,
      Object.fromEntries(Array.from(names, ([name, ids]) => [name, ascending(ids)])),
    ]);
    expect(index.map(([category]) => category)).toEqual(read.tagCategoryOrder);
    expect(Object.fromEntries(index)).toEqual(read.tags);
    const { track_id_length: track, artist_id_length: artist, album_id_length: album } = read.extra;
    expect(idWidths).toEqual({ track, artist, album });
  });
});

/** The tags in the sets of names, one for each category, that the reference has of a track. */
function tagsOfSets(track: Record<string, unknown>): string[] {
  return Object.entries(track).flatMap(([category, names]) =>
    category !== 'tags' && Array.isArray(names)
      ? names.map((name) => `${category}---${String(name)}`)
      : [],
  );
}

function ascending(ids: Iterable<number>): number[] {
  return [...ids].sort((a, b) => a - b);
}

type Trial = { assignment: Record<string, Part>; discardedTags: string[] } & Record<
  Part,
  Record<string, string[]>
>;

describe.skipIf(missing)('a split', () => {
  const golden = () =>
    JSON.parse(readGolden('golden/dataset/data-split/cases.json')) as {
      splitRatio: string;
      artistThreshold: string;
      trackThreshold: string;
      artistCounts: { rows: number[][] };
      trials: Trial[];
    };

  test('has parts of the sizes of the reference', () => {
    const { artistCounts, splitRatio } = golden();
    for (const [nArtists = 0, ...sizes] of artistCounts.rows) {
      const parts = partsOfArtists(nArtists, perPart(splitRatio));
      const found = PARTS.map((part) => parts.filter((each) => each === part).length);
      // The last column counts artists in no part, of which there are none.
      expect([...found, 0], `${nArtists} artists`).toEqual(sizes);
    }
  });

  test('discards the tags of the reference and has its rows, for the same artists in each part', () => {
    const { artistThreshold, trackThreshold, trials } = golden();
    const table = parseSplitRows(readGolden('golden/dataset/data-split/in.tsv'), 'in.tsv');
    const thresholds = { artists: perPart(artistThreshold), tracks: perPart(trackThreshold) };
    for (const trial of trials) {
      const partOf = new Map(
        Object.entries(trial.assignment).map(([id, part]) => [Number(id.split('_')[1]), part]),
      );
      const discarded = discardedTagsOf(table.rows, partOf, thresholds);
      expect(discarded).toEqual(trial.discardedTags);
      const text = splitText(table, discarded);
      for (const part of PARTS) {
        const [, ...rows] = partText(text, part, partOf).rows.map((row) =>
          row.trimEnd().split('\t'),
        );
        const tags = rows.map(([id, , , , , ...tags]) => [id, tags]);
        expect(Object.fromEntries(tags)).toEqual(trial[part]);
      }
    }
  });
});

test.skipIf(missing)('the bars of a chart are those of the reference', () => {
  const { statsDirectory, n, bars } = JSON.parse(readGolden('golden/dataset/chart/top20.json')) as {
    statsDirectory: string;
    n: number;
    bars: { category: string; tags: string[]; tracks: number[] }[];
  };
  for (const { category, tags, tracks } of bars) {
    const file = `${statsDirectory}/${category}.tsv`;
    const top = byTracks(parseStatistics(readGolden(file), file)).slice(0, n);
    expect(top.map(({ tag }) => tag)).toEqual(tags);
    expect(top.map(({ nTracks }) => nTracks)).toEqual(tracks);
  }
});

function folderOf(id: string): string {
  return join(GOLDEN, 'golden/dataset', id.replace(/:.*/, ''));
}

/** A folder with the inputs of a case, and nothing of what is expected. */
function stageCase(id: string): (name: string) => string {
  const stage = newFolder();
  cpSync(folderOf(id), stage, {
    recursive: true,
    filter: (path) => basename(path) !== 'expected',
  });
  return (name) => join(stage, name);
}

function isPath(arg: string, id: string): boolean {
  return arg.startsWith('expected/') || existsSync(join(folderOf(id), arg));
}
