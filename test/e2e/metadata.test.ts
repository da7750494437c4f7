import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '@earmark/ledger';
import { id3, id3Text } from '../support/hostile/tags.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

// Titles, artists and licences: from a table of the corpus, from the files, and from both.

const AUDIO = readFileSync(new URL('../../samples/nocturne.mp3', import.meta.url));
const BY = 'http://creativecommons.org/licenses/by/3.0/';
const TITLES = [
  ['TRACK_ID', 'ARTIST_ID', 'ALBUM_ID', 'TRACK_NAME', 'ARTIST_NAME', 'ALBUM_NAME', 'RELEASEDATE'],
  ['track_0000214', 'artist_000014', 'album_000031', '=7" single', 'Än Artist', '', '2004-12-29'],
  ['track_0000999', 'artist_000014', 'album_000031', 'Elsewhere', 'Än Artist', 'X', '2004-12-29'],
]
  .map((cells, i) => [...cells, i === 0 ? 'URL' : `http://www.jamendo.com/track/${i}`].join('\t'))
  .join('\r\n');

let stage: Stage;
let pool: Pool;
beforeAll(async () => {
  stage = await createStageWithLedger();
  pool = createPool(stage.variables['DATABASE_URL']!);
  const said = id3([
    id3Text('TIT2', 'In the file'),
    id3Text('TALB', 'Album of the file'),
    id3Text('TDRC', '1999'),
    id3Text('TCOP', `1999 Somebody, ${BY}`),
  ]);
  write(join(stage.music, '14/214.mp3'), Buffer.concat([said, AUDIO]));
  write(join(stage.music, '15/215.mp3'), AUDIO);
  write(
    at('tags.tsv'),
    'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\n' +
      'track_0000214\tartist_000014\talbum_000031\t14/214.mp3\t60.0\tgenre---rock\n' +
      'track_0000215\tartist_000014\talbum_000031\t15/215.mp3\t60.0\tgenre---rock\n',
  );
  write(at('titles.tsv'), `${TITLES}\r\nnot a \u001b[31mrow\r\n`);
  write(
    at('licenses.txt'),
    `15/215.mp3\nA by B from Jamendo: http://www.jamendo.com/track/215\nAvailable under a license: ${BY}\n\n`,
  );
  write(at('empty.txt'), '');
});
afterAll(async () => {
  await pool.end();
  stage.remove();
});

const at = (name: string) => join(stage.home, '..', name);

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const addMetadata = (...args: readonly string[]) =>
  earmarkHere(['ledger', 'add-metadata', ...args], stage.variables);

test('titles can be stored before there is a run', async () => {
  const { exitCode, stdout } = await addMetadata(at('titles.tsv'));
  expect(stdout).toContain(`2 tracks of ${at('titles.tsv')} are in the ledger.\n`);
  expect(stdout).toContain(
    'is no row and was left out: "not a \\u001b[31mrow"\n' +
      'No track of the current collection has an id of MTG-Jamendo yet.',
  );
  expect(exitCode).toBe(0);
});

test('a run has the titles of the table, and of the files where it says nothing', async () => {
  const args = ['run', at('tags.tsv'), '--audio', stage.music, '--out', stage.out];
  expect(await earmarkHere(args, stage.variables)).toMatchObject({ exitCode: 0 });
  expect(await trackInfo()).toEqual([
    {
      file: '14/214.mp3',
      title: '=7" single',
      artist: 'Än Artist',
      album: 'Album of the file',
      release_date: '2004-12-29',
      release_year: 2004,
      license: 'CC BY 3.0',
      license_url: BY,
      page_url: 'http://www.jamendo.com/track/1',
    },
    { ...NOTHING, file: '15/215.mp3' },
  ]);
});

test('the CSV file of tracks has titles and artists, and none of them is a formula', () => {
  const name = readdirSync(stage.out).find((each) => each.startsWith('tracks_'))!;
  const [header, first, second] = readFileSync(join(stage.out, name), 'utf8').split('\n');
  expect(header).toMatch(/,is_silent,title,artist$/);
  expect(first).toMatch(/,false,"'=7"" single",Än Artist$/);
  expect(second).toMatch(/,false,,$/);
});

test('titles and licences can be stored again, and what has none is named', async () => {
  const files = [at('titles.tsv'), '--licenses', at('licenses.txt')];
  const { exitCode, stdout } = await addMetadata(...files);
  expect(stdout).toContain(`1 licence of ${at('licenses.txt')} is in the ledger.\n`);
  expect(stdout).toContain(
    'Of the 2 tracks of MTG-Jamendo in the current collection 1 has a title and 2 a licence.\n' +
      'Without a title: 15/215.mp3\n',
  );
  expect(exitCode).toBe(0);
  // Without the list of licences those of before stay.
  await addMetadata(at('titles.tsv'));
  const [, second] = await trackInfo();
  expect(second).toEqual({ ...NOTHING, file: '15/215.mp3', license: 'CC BY 3.0', license_url: BY });
});

test.each([
  { args: () => [at('gone.tsv')], says: 'There is no file' },
  {
    args: () => [at('tags.tsv')],
    says: 'is a table of tags. Name the one of titles: raw.meta.tsv',
  },
  { args: () => [at('empty.txt')], says: 'is not that table' },
  {
    args: () => [at('titles.tsv'), '--licenses', at('empty.txt')],
    says: 'names no licence. Name a list such as audio_licenses.txt',
  },
])('a file that is none is refused: $says', async ({ args, says }) => {
  const before = await trackInfo();
  const { exitCode, stdout, stderr } = await addMetadata(...args());
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(await trackInfo()).toEqual(before);
});

const NOTHING = {
  title: null,
  artist: null,
  album: null,
  release_date: null,
  release_year: null,
  license: null,
  license_url: null,
  page_url: null,
};

async function trackInfo() {
  const columns = ['file', ...Object.keys(NOTHING)].join();
  const { rows } = await pool.query<Record<string, unknown>>(
    `select ${columns} from earmark.track_info order by file`,
  );
  return rows;
}
