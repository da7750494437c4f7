import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  announcing,
  brokenAfter,
  cutAfter,
  type Delivery,
  errorPage,
  taggedRanges,
  withoutRanges,
  withStatus,
} from '../support/archive-server.ts';
import { sumsText } from '../support/make-archive.ts';
import { noiseFiles, type PublishedDataset, publishDataset } from '../support/published-dataset.ts';

const FILES = noiseFiles(['07/107.mp3', '07/207.mp3', '42/142.mp3']);
const [SEVEN, FORTY_TWO] = ['raw_30s_audio-07.tar', 'raw_30s_audio-42.tar'];
const PATH = `/mirror/raw_30s/audio/${SEVEN}`;

let dataset: PublishedDataset;
beforeAll(async () => {
  dataset = await publishDataset(FILES);
});
afterAll(() => dataset.close());

/** The files in a folder, hidden ones included. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

const UNPACKED = [...FILES.keys()];
const WAYS = [
  { way: 'kept', args: ['--only', '07'], left: [SEVEN] },
  {
    way: 'unpacked while it arrives',
    args: ['--only', '07', '--unpack', '--remove'],
    left: UNPACKED.slice(0, 2),
  },
];

const RANGE = /^bytes=[1-9]\d*-$/;

/** What goes wrong, and what is asked for then. */
const FAULTS: readonly {
  what: string;
  deliveries: readonly Delivery[];
  ranges: readonly RegExp[];
}[] = [
  { what: 'a connection that breaks', deliveries: [brokenAfter(6_000)], ranges: [RANGE] },
  {
    what: 'a connection that breaks, and a server without ranges',
    deliveries: [brokenAfter(6_000), withoutRanges],
    ranges: [RANGE],
  },
  { what: 'an answer 503', deliveries: [withStatus(503)], ranges: [/^$/] },
  { what: 'an answer 429', deliveries: [withStatus(429, { 'retry-after': '1' })], ranges: [/^$/] },
  { what: 'more bytes announced than there are', deliveries: [announcing(1e6)], ranges: [RANGE] },
];

test.each(WAYS.flatMap((way) => FAULTS.map((fault) => ({ ...way, ...fault }))))(
  'an archive is $way after $what',
  async ({ args, left, deliveries, ranges }) => {
    const out = dataset.newFolder();
    dataset.server.requests.length = 0;
    dataset.server.deliver(SEVEN, ...deliveries);
    const { exitCode, stderr } = await dataset.download([...args, out]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(filesIn(out)).toEqual(left);
    const [first, ...others] = dataset.server.requests;
    expect(first).toBe(PATH);
    expect(others.map((request) => request.slice(PATH.length).trim())).toEqual(
      ranges.map((range) => expect.stringMatching(range) as string),
    );
  },
);

const LIES: readonly { what: string; delivery: Delivery; says: RegExp }[] = [
  {
    what: 'a page of errors with status 200',
    delivery: errorPage,
    says: /The server sent a web page in its place/,
  },
  {
    what: 'half of it, as if that were all',
    delivery: cutAfter(6_000),
    says: /does not match the checksum|ends in the middle/,
  },
  {
    what: 'fewer bytes announced than there are',
    delivery: announcing(6_000),
    says: /does not match the checksum|ends in the middle/,
  },
  {
    what: 'an answer 404',
    delivery: withStatus(404),
    says: /answers 404: it is not available there/,
  },
  { what: 'an answer 403', delivery: withStatus(403), says: /answers 403/ },
];

test.each(WAYS.flatMap((way) => LIES.map((lie) => ({ ...way, ...lie }))))(
  'of an archive that is $way, $what is a failure, and is not asked for again',
  async ({ args, delivery, says }) => {
    const out = dataset.newFolder();
    dataset.server.requests.length = 0;
    dataset.server.deliver(SEVEN, delivery);
    const { exitCode, stdout, stderr } = await dataset.download([...args, out]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(says);
    expect(stdout).toContain(`Missing files: ${SEVEN}\nRun the same command again\n`);
    expect(dataset.server.requests).toEqual([PATH]);
    // What matches its own checksum may have arrived before.
    expect(
      filesIn(out).filter(
        (name) => FILES.get(name)?.equals(readFileSync(join(out, name))) !== true,
      ),
    ).toEqual([]);
  },
);

test('what an earlier command left of an archive is gone on with, while the server has the same file', async () => {
  const out = dataset.newFolder();
  const archive = dataset.archives.get(SEVEN)!;
  const leave = (bytes: Buffer) => {
    writeFileSync(join(out, `.${SEVEN}.part`), bytes);
    writeFileSync(join(out, `.${SEVEN}.part.etag`), '"published"');
    dataset.server.requests.length = 0;
  };
  leave(archive.subarray(0, 6_000));
  expect(await dataset.download(['--only', '07', out])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(dataset.server.requests).toEqual([`${PATH} bytes=6000-`]);
  expect(filesIn(out)).toEqual([SEVEN]);

  for (const [wrong, tag] of [
    [Buffer.alloc(6_000), '"published"'],
    [archive.subarray(0, 6_000), '"another"'],
    [Buffer.concat([archive, archive]), '"published"'],
  ] as const) {
    const folder = dataset.newFolder();
    writeFileSync(join(folder, `.${SEVEN}.part`), wrong);
    writeFileSync(join(folder, `.${SEVEN}.part.etag`), '"published"');
    dataset.server.deliver(SEVEN, taggedRanges(tag), taggedRanges(tag));
    expect(await dataset.download(['--only', '07', folder])).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
    expect(filesIn(folder)).toEqual([SEVEN]);
  }
});

test('a second command verifies what is there, and asks for nothing', async () => {
  const out = dataset.newFolder();
  const args = ['--unpack', '--remove', '--parallel', '3', out];
  expect((await dataset.download(args)).exitCode).toBe(0);
  expect(filesIn(out)).toEqual(UNPACKED);
  dataset.server.requests.length = 0;
  const again = await dataset.download(args);
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  expect(again.stdout).toContain(`Skipping ${SEVEN} (2 files of it already unpacked)`);
  expect(dataset.server.requests).toEqual([]);
  writeFileSync(join(out, '42/142.mp3'), 'damaged');
  expect((await dataset.download(args)).exitCode).toBe(0);
  expect(dataset.server.requests).toEqual([PATH.replace(SEVEN, FORTY_TWO)]);
  expect(readFileSync(join(out, '42/142.mp3'))).toEqual(FILES.get('42/142.mp3'));
});

test('an archive that is there is unpacked and removed instead of downloaded', async () => {
  const out = dataset.newFolder();
  expect((await dataset.download(['--only', '07', out])).exitCode).toBe(0);
  dataset.server.requests.length = 0;
  expect((await dataset.download(['--only', '07', '--unpack', '--remove', out])).exitCode).toBe(0);
  expect(dataset.server.requests).toEqual([]);
  expect(filesIn(out)).toEqual(UNPACKED.slice(0, 2));
});

test('without a list of members they appear when their archive has turned out to be the published one', async () => {
  const out = dataset.newFolder();
  const args = ['--lists', dataset.lists({ members: null }), '--unpack', '--remove', out];
  dataset.server.deliver(SEVEN, (bytes, _request, response) => {
    const wrong = Buffer.from(bytes);
    wrong[1_200] = 0;
    response.end(wrong);
  });
  const first = await dataset.download(args);
  expect(first).toMatchObject({ exitCode: 1 });
  expect(filesIn(out).filter((name) => !name.startsWith('.'))).toEqual(['42/142.mp3']);
  expect(filesIn(out)).not.toContainEqual(expect.stringContaining('07'));
  expect((await dataset.download(args)).exitCode).toBe(0);
  expect(filesIn(out).filter((name) => !name.startsWith('.'))).toEqual(UNPACKED);
  // By the checksums that were kept.
  dataset.server.requests.length = 0;
  expect((await dataset.download(args)).exitCode).toBe(0);
  expect(dataset.server.requests).toEqual([]);
});

test('--tracks keeps the tracks of a table, and fetches the archives that have them', async () => {
  const out = dataset.newFolder();
  const table = join(out, 'table.tsv');
  const row = (id: number, path: string) =>
    `track_${id}\tartist_1\talbum_1\t${path}\t30.0\tgenre---rock\r\n`;
  const header = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\r\n';
  writeFileSync(table, header + row(207, '07/207.mp3'));
  dataset.server.requests.length = 0;
  expect(await dataset.download(['--tracks', table, '--unpack', '--remove', out])).toMatchObject({
    exitCode: 0,
  });
  expect(filesIn(out)).toEqual(['07/207.mp3', 'table.tsv']);
  expect(dataset.server.requests).toEqual([PATH]);
  writeFileSync(table, header + row(207, '07/207.mp3') + row(307, '07/307.mp3'));
  const { exitCode, stderr } = await dataset.download(['--tracks', table, '--unpack', out]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Track 07/307 of the table is not in the list of checksums');
});

test('--dry-run tells how much there is and downloads nothing', async () => {
  const out = dataset.newFolder();
  const { stdout, exitCode } = await dataset.download(['--dry-run', '--unpack', '--json', out]);
  const nBytes = [...dataset.archives.values()].reduce((sum, { length }) => sum + length, 0);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    nArchives: 2,
    bytes: nBytes,
    bytesNeeded: 2 * nBytes,
    nUnknown: 0,
  });
  expect(filesIn(out)).toEqual([]);
});

test.each([
  {
    what: 'a mirror that is none',
    args: ['--from', 'mgt'],
    says: 'It must be mtg, mtg-fast or an address',
  },
  { what: 'a number that is none', args: ['--only', '1-x'], says: 'Write numbers from 00 to 99' },
  { what: '--tracks without --unpack', args: ['--tracks', 'x.tsv'], says: 'needs --unpack' },
  { what: 'no such archive', args: ['--only', '99'], says: 'No archive has what --only' },
  {
    what: 'a folder without lists',
    args: ['--lists', '/'],
    says: 'There is no raw_30s_audio_sha256_tars.txt in /',
  },
])('$what is refused', async ({ args, says }) => {
  const { exitCode, stderr } = await dataset.download([...args, dataset.newFolder()]);
  expect(stderr).toContain(says);
  expect(exitCode).toBe(2);
});

test('a file in place of the folder is refused', async () => {
  const file = join(dataset.newFolder(), 'music');
  writeFileSync(file, '');
  const { exitCode, stderr } = await dataset.download([file]);
  expect(stderr).toMatch(/^earmark: The folder \S+music cannot be written \(\w+\)\. Name a folder/);
  expect(exitCode).toBe(2);
});

test('lists are downloaded once and kept, unless the server sends a page in their place', async () => {
  const out = dataset.newFolder();
  const home = dataset.newFolder();
  const at = (name: string) => dataset.archives.set(name, Buffer.from(sumsText(published)));
  const published = [...dataset.archives].slice(0, 1);
  at('raw_30s_audio_sha256_tars.txt');
  const args = ['--lists', `${dataset.server.url}lists`, out];
  dataset.server.deliver('raw_30s_audio_sha256_tars.txt', errorPage);
  const first = await dataset.download(args, { EARMARK_HOME: home });
  expect(first).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('line 1 is not a SHA-256 sum') as string,
  });
  expect(existsSync(join(home, 'dataset-lists'))).toBe(false);
  expect((await dataset.download(args, { EARMARK_HOME: home })).exitCode).toBe(0);
  dataset.archives.delete('raw_30s_audio_sha256_tars.txt');
  expect((await dataset.download(args, { EARMARK_HOME: home })).exitCode).toBe(0);
});
