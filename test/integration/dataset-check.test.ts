import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CheckReport } from '@earmark/dataset/command';
import { earmarkHere } from '../support/earmark-here.ts';
import { sumsText } from '../support/make-archive.ts';
import {
  type S3Server,
  s3Variables,
  startS3Server,
  stubS3Variables,
} from '../support/s3-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

// A corpus with one fault of each kind, in a folder and in a bucket.

const sound = (text: string) => Buffer.from(text.repeat(100));
const CORPUS: ReadonlyMap<string, Buffer> = new Map([
  ['07/107.mp3', sound('one')],
  ['07/207.low.mp3', sound('two')],
  ['07/307.mp3', sound('one')],
  ['08/108.mp3', Buffer.alloc(0)],
  ['08/208.mp3', sound('changed')],
  ['08/308.mp3', mp3(20)],
  ['09/109.mp3', sound('not in the table')],
  ['09/209.mp3', sound('of 12 seconds by the table')],
  ['raw_30s_audio-07.tar', sound('an archive')],
  ['.hidden', sound('hidden')],
]);
const MISSING = '10/110.mp3';

/** Of 320 kbit/s, without a frame that counts the others. */
function mp3(seconds: number): Buffer {
  const bytes = Buffer.alloc(40_000 * seconds);
  bytes.set([0xff, 0xfb, 0xe0, 0x64]);
  return bytes;
}

const TRACKS = ['07/107', '07/207', '07/307', '08/108', '08/208', '08/308', '09/209', '10/110'];
const TABLE = [
  'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS',
  ...TRACKS.map((track) => {
    const seconds = track === '09/209' ? '12.0' : '60.0';
    return `track_${track.slice(3)}\tartist_1\talbum_1\t${track}.mp3\t${seconds}\tgenre---rock`;
  }),
  '',
].join('\r\n');
const LICENSES = TRACKS.filter((track) => track !== '07/107')
  .map(
    (track) =>
      `${track}.mp3\nA title\nAvailable under a Creative Commons Attribution license: http://creativecommons.org/licenses/by/3.0/\n\n`,
  )
  .join('');

let folder: TemporaryFolder;
let server: S3Server;
beforeAll(async () => {
  folder = temporaryFolder();
  server = await startS3Server();
  stubS3Variables(server.url);
  for (const [path, bytes] of CORPUS) {
    mkdirSync(dirname(at(`corpus/${path}`)), { recursive: true });
    writeFileSync(at(`corpus/${path}`), bytes);
    await server.put(`jamendo/${path}`, bytes);
  }
  writeFileSync(at('table.tsv'), TABLE);
  writeFileSync(at('licenses.txt'), LICENSES);
  const listed = [...CORPUS].filter(([path]) => !path.startsWith('08/308'));
  writeFileSync(
    at('sums.txt'),
    sumsText(
      listed.map(([path, bytes]) => [path, path.startsWith('08/2') ? 'as published' : bytes]),
    ),
  );
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  folder.remove();
});

const at = (name: string) => join(folder.path, name);
const check = (corpus: string, ...args: readonly string[]) =>
  earmarkHere(['dataset', 'check', at('table.tsv'), corpus, ...args], s3Variables(server.url));

describe.each([
  { what: 'a folder', corpus: () => at('corpus') },
  { what: 'a bucket', corpus: () => 's3://corpus/jamendo' },
])('$what', ({ corpus }) => {
  test('is compared with its table, its checksums and its licences', async () => {
    const lists = ['--sums', at('sums.txt'), '--licenses', at('licenses.txt')];
    const { exitCode, stdout, stderr } = await check(corpus(), ...lists, '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const report = JSON.parse(stdout) as CheckReport & { readonly isSound: boolean };
    const paths = (
      key:
        | 'missing'
        | 'wrongSize'
        | 'wrongSum'
        | 'tooShort'
        | 'withoutLicense'
        | 'unexpected'
        | 'unlisted',
    ) => report[key]?.map(({ path }) => path);
    expect(report).toMatchObject({ isSound: false, nTracks: 8, nFiles: 7 });
    expect(paths('missing')).toEqual([MISSING]);
    expect(paths('wrongSize')).toEqual(['08/108.mp3']);
    expect(paths('wrongSum')).toEqual(['08/208.mp3']);
    expect(paths('tooShort')?.sort()).toEqual(['08/308.mp3', '09/209.mp3']);
    expect(paths('withoutLicense')).toEqual(['07/107.mp3']);
    expect(paths('unexpected')).toEqual(['09/109.mp3']);
    expect(paths('unlisted')).toEqual(['08/308.mp3']);
    expect(report.duplicates).toEqual([['07/107.mp3', '07/307.mp3']]);
  });

  test('is compared with its table alone', async () => {
    const { exitCode, stdout } = await check(corpus());
    expect(exitCode).toBe(1);
    expect(stdout).toContain('8 tracks in ');
    expect(stdout).toMatch(/^ {2}missing +1$/m);
    expect(stdout).toMatch(/^ {2}wrong checksum +not checked: there is no list$/m);
    expect(stdout).toMatch(/^ {2}equal content +2 files in 1 group$/m);
    expect(stdout).toContain(`missing: ${MISSING}: there is no file\n`);
    expect(stdout).toContain('too short: 08/308.mp3: it has 20.0 s, and the table says 60 s\n');
    expect(stdout).toContain('equal content: 07/107.mp3: 07/307.mp3\n');
  });
});

test('a corpus as it should be ends with exit code 0, whatever is beside it', async () => {
  rmSync(at('corpus/08'), { recursive: true });
  writeFileSync(
    at('table.tsv'),
    TABLE.split('\r\n')
      .filter((line) => !/\t(08|09|10)\//.test(line))
      .join('\r\n'),
  );
  const { exitCode, stdout } = await check(at('corpus'));
  expect(stdout).toContain('Nothing is wrong.');
  expect(exitCode).toBe(0);
});

test.each([
  { args: ['nowhere.tsv', '.'], says: 'There is no file "nowhere.tsv"' },
  {
    args: ['package.json', '.'],
    says: 'package.json: line 1 is not the header of a metadata table',
  },
  { args: ['TABLE', '/nowhere'], says: 'There is no folder /nowhere' },
  { args: ['TABLE', 's3://nowhere/x'], says: 'There is no bucket "nowhere"' },
])('$args is refused', async ({ args, says }) => {
  const words = args.map((word) => (word === 'TABLE' ? at('table.tsv') : word));
  const { exitCode, stderr } = await earmarkHere(
    ['dataset', 'check', ...words],
    s3Variables(server.url),
  );
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});
