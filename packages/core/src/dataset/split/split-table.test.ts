import { expect, test } from 'vitest';
import { type Part, PARTS, partsOfArtists } from './parts.ts';
import { parseSplitRows } from './split-rows.ts';
import { discardedTagsOf, partText, splitTable, splitText } from './split-table.ts';

const HEADER = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';
const NONE = { train: 0, test: 0, validation: 0 };
const ratio = { train: 60, test: 20, validation: 20 };

/** Rows of artist and tags. */
function rowsOf(...rows: [artist: number, ...tags: string[]][]) {
  const lines = rows.map(([artist, ...tags], i) =>
    [`track_${i}`, `artist_${artist}`, 'album_01', `${i}.mp3`, '30', ...tags].join('\t'),
  );
  return parseSplitRows([HEADER, ...lines].map((line) => `${line}\n`).join(''), 'a.tsv');
}

test.each([
  [1, [1, 0, 0]],
  [4, [3, 1, 0]],
  [5, [3, 1, 1]],
  [3_565, [2_139, 713, 713]],
])('%i artists are split into %j', (nArtists, sizes) => {
  const parts = partsOfArtists(nArtists, ratio);
  expect(PARTS.map((part) => parts.filter((each) => each === part).length)).toEqual(sizes);
});

const table = rowsOf(
  [1, 'genre---rock', 'genre---ska'],
  [2, 'genre---rock', 'genre---a,b'],
  [3, 'genre---rock', 'genre---a,b', 'genre---ska'],
  [3, 'genre---a,b'],
  [1, 'genre---a,b'],
);
const partOf = new Map<number, Part>([
  [1, 'train'],
  [2, 'test'],
  [3, 'validation'],
]);

test('a tag is discarded that has too few artists or tracks in any part', () => {
  const discarded = (thresholds: { artists?: object; tracks?: object }) =>
    discardedTagsOf(table.rows, partOf, {
      artists: { ...NONE, ...thresholds.artists },
      tracks: { ...NONE, ...thresholds.tracks },
    });
  // Without thresholds, those that a part lacks.
  expect(discarded({})).toEqual(['genre---ska']);
  expect(discarded({ artists: { train: 2 } })).toEqual([
    'genre---a,b',
    'genre---rock',
    'genre---ska',
  ]);
  expect(discarded({ tracks: { validation: 2 } })).toEqual(['genre---rock', 'genre---ska']);
});

test('rows keep their columns as they are written, and lose discarded tags; without a tag they are left out', () => {
  const text = splitText(table, ['genre---a,b', 'genre---ska']);
  expect(partText(text, 'train', partOf)).toEqual({
    rows: [`${HEADER}\r\n`, 'track_0\tartist_1\talbum_01\t0.mp3\t30\tgenre---rock\r\n'],
    nTracks: 1,
  });
});

test('no artist is in two parts of a split, and discarded tags are in none', () => {
  const many = rowsOf(
    ...Array.from({ length: 90 }, (_, i): [number, ...string[]] => [
      i % 30,
      'genre---rock',
      ...(i % 30 < 2 ? ['genre---rare'] : []),
    ]),
  );
  let turn = 0;
  const splits = splitTable(many.rows, {
    ...{ nSplits: 2, nTrials: 6, ratio },
    thresholds: { artists: { train: 10, test: 5, validation: 5 }, tracks: NONE },
    shuffle: (items) => {
      turn++;
      return [...items.slice(turn), ...items.slice(0, turn)];
    },
  });
  expect(splits.discarded).toEqual(['genre---rare']);
  expect(splits.partOf).toHaveLength(2);
  for (const of of splits.partOf) {
    expect(of.size).toBe(30);
    const sizes = PARTS.map((part) => [...of.values()].filter((each) => each === part).length);
    expect(sizes).toEqual([18, 6, 6]);
  }
});
