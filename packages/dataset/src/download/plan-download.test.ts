import { expect, test } from 'vitest';
import { planDownload, type Selection } from './plan-download.ts';
import { archiveUrl, MIRRORS, trackOfPath } from './published.ts';

const EDITION = { dataset: 'raw_30s', type: 'audio' } as const;
const SUM = 'a'.repeat(64);
const sums = (...names: readonly string[]) => new Map(names.map((name) => [name, SUM]));
const LISTS = {
  archives: sums('raw_30s_audio-42.tar', 'raw_30s_audio-07.tar'),
  members: sums('07/107.mp3', '07/207.mp3', '42/142.mp3', '55/155.mp3'),
  sizeBytes: new Map<string, number>(),
};

function plan(selection: Partial<Selection>) {
  const all = { only: undefined, tracks: undefined };
  return planDownload(EDITION, { mirror: MIRRORS['mtg']!, lists: LISTS }, { ...all, ...selection });
}

test('archives come in the order of their list, each with its members', () => {
  const { tasks, withoutArchive, unknownTracks } = plan({});
  expect(tasks.map(({ archive }) => archive)).toEqual([...LISTS.archives.keys()]);
  expect(tasks.map(({ members }) => [...(members?.keys() ?? [])])).toEqual([
    ['42/142.mp3'],
    ['07/107.mp3', '07/207.mp3'],
  ]);
  expect({ withoutArchive, unknownTracks }).toEqual({
    withoutArchive: ['55/155.mp3'],
    unknownTracks: [],
  });
});

test('the tracks of a table choose archives and members', () => {
  const { tasks, withoutArchive, unknownTracks } = plan({ tracks: new Set(['07/207', '07/307']) });
  expect(tasks.map(({ folder }) => folder)).toEqual(['07']);
  expect(['07/107.mp3', '07/207.mp3'].map(tasks[0]!.isWanted)).toEqual([false, true]);
  expect({ withoutArchive, unknownTracks }).toEqual({
    withoutArchive: [],
    unknownTracks: ['07/307'],
  });
});

test('numbers choose archives; where none is left that is refused', () => {
  const { tasks, withoutArchive } = plan({ only: new Set(['42']) });
  expect(tasks.map(({ folder }) => folder)).toEqual(['42']);
  expect(withoutArchive).toEqual([]);
  expect(() => plan({ only: new Set(['99']) })).toThrow(
    'No archive has what --only and --tracks ask for',
  );
});

test.each([
  {
    mirror: 'mtg',
    url: 'https://essentia.upf.edu/documentation/datasets/mtg-jamendo/raw_30s/audio/a.tar',
  },
  { mirror: 'mtg-fast', url: 'https://cdn.freesound.org/mtg-jamendo/raw_30s/audio/a.tar' },
])('the mirror $mirror has an archive at $url', ({ mirror, url }) => {
  expect(archiveUrl(MIRRORS[mirror]!, EDITION, 'a.tar')).toBe(url);
});

test.each([
  { path: '07/107.mp3', track: '07/107' },
  { path: '07/107.low.mp3', track: '07/107' },
  { path: '07/107.npy', track: '07/107' },
  { path: 'music/07/107.mp3', track: undefined },
  { path: 'raw_30s_audio-07.tar', track: undefined },
])('the file $path is of the track $track', ({ path, track }) => {
  expect(trackOfPath(path)).toBe(track);
});
