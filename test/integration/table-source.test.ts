import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { SourceItem } from '@earmark/core/run';
import type { Environment } from '@earmark/runtime/config';
import { openSource } from '@earmark/source';
import { type S3Faults, startS3Faults, status } from '../support/s3-faults.ts';
import { type S3Server, startS3Server, stubS3Variables } from '../support/s3-server.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

// What names tracks one by one: tables with metadata, and lists.

let server: S3Server;
let faults: S3Faults;
let env: Environment;
let folder: TemporaryFolder;

beforeAll(async () => {
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  env = stubS3Variables(faults.url);
  folder = temporaryFolder();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  folder.remove();
  await faults.close();
  await server.close();
});
beforeEach(() => {
  faults.reset();
});

const { signal } = new AbortController();
const HEADER = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';

function row(id: number, tags: readonly string[]): string {
  const path = `${String(id).slice(-2)}/${id}.mp3`;
  return [`track_${id}`, 'artist_1', 'album_1', path, '9.5', ...tags].join('\t');
}

function write(name: string, ...lines: readonly string[]): string {
  const file = join(folder.path, name);
  writeFileSync(file, `${lines.join('\r\n')}\r\n`);
  return file;
}

async function list(name: string, audio?: string) {
  const source = await openSource(name, { env, audio });
  const items: SourceItem[] = [];
  for await (const page of source.list(signal)) items.push(...page);
  return { name: source.name, items };
}

const isThere = ({ version }: SourceItem) => version !== 'unknown';

test('a table names files beside it, and what it says of them is kept', async () => {
  mkdirSync(join(folder.path, '14'));
  writeFileSync(join(folder.path, '14/214.mp3'), 'a');
  writeFileSync(join(folder.path, '14/314.low.mp3'), 'b');
  const rows = [row(214, ['genre---rock', 'mood/theme---dark']), row(314, []), row(414, [])];
  const table = write('local.tsv', HEADER, ...rows);
  const { items, name } = await list(table);
  expect(items.map(({ file }) => file)).toEqual(['14/214.mp3', '14/314.mp3', '14/414.mp3']);
  expect(items.map(isThere)).toEqual([true, true, false]);
  expect(items[1]!.uri).toMatch(/14\/314\.low\.mp3$/);
  expect(items[0]!.metadata).toEqual({
    trackId: 214,
    artistId: 1,
    albumId: 1,
    durationSeconds: 9.5,
    tags: ['genre---rock', 'mood/theme---dark'],
  });
  expect(name).toContain(folder.path);
});

test('a table is joined with one listing of a bucket; what is not there is listed too', async () => {
  for (const key of ['14/214.mp3', '15/215.low.mp3', '99/999.mp3', '.hidden']) {
    await server.put(`jamendo/${key}`, key);
  }
  faults.reset();
  const table = write('s3.tsv', HEADER, row(214, ['genre---rock']), row(215, []), row(216, []));
  const { items, name } = await list(table, `s3://${server.bucket}/jamendo`);
  expect(items.map(({ file, uri }) => [file, uri])).toEqual([
    ['14/214.mp3', 's3://corpus/jamendo/14/214.mp3'],
    ['15/215.mp3', 's3://corpus/jamendo/15/215.low.mp3'],
    ['16/216.mp3', 's3://corpus/jamendo/16/216.mp3'],
  ]);
  expect(items.map(isThere)).toEqual([true, true, false]);
  expect(items[0]).toMatchObject({ sizeBytes: 10, metadata: { tags: ['genre---rock'] } });
  expect(faults.requests).toHaveLength(1);
  expect(name).toBe(`${table}, audio in s3://corpus/jamendo/`);
});

test.each([
  { what: 'no header', lines: [row(214, [])], says: /line 1 is not its header/ },
  {
    what: 'a bad tag',
    lines: [HEADER, row(1, []), row(2, ['rock'])],
    says: /line 3 has the tag "rock"/,
  },
  { what: 'an empty line', lines: [HEADER, '', row(2, [])], says: /line 2 is empty/ },
])('a table with $what is refused, with the line', async ({ lines, says }) => {
  const table = write('bad.tsv', ...lines);
  for (const audio of [undefined, `s3://${server.bucket}`]) {
    const message = expect.stringMatching(says) as string;
    await expect(list(table, audio)).rejects.toMatchObject({ code: 'USAGE_INVALID', message });
  }
});

test('--audio is refused where there is no table', async () => {
  const refused = list(write('plain.txt', 'a.wav'), 's3://corpus');
  await expect(refused).rejects.toMatchObject({ code: 'USAGE_INVALID' });
});

test('a list names files and objects in any order, each once', async () => {
  await server.put('listed/100% #1?+.wav', 'abc');
  await server.put('listed/secret.wav', 'abc');
  writeFileSync(join(folder.path, 'b.wav'), '');
  faults.spoil({ method: 'HEAD', path: /secret/, fault: status(403, 'AccessDenied') });
  const uri = 's3://corpus/listed/100% #1?+.wav';
  const gone = 's3://nowhere/gone.wav';
  const secret = 's3://corpus/listed/secret.wav';
  const { items } = await list(write('list.txt', uri, 'b.wav', gone, secret, uri, ''));
  expect(items.map(({ file }) => file)).toEqual([uri, 'b.wav', gone, secret]);
  expect(items.map(isThere)).toEqual([true, true, false, false]);
  expect(items[0]).toMatchObject({ uri, sizeBytes: 3 });
});

test.each([
  { what: 'that names no object', line: 's3://corpus', code: 'USAGE_INVALID' },
  { what: 'of a store that is away', fault: status(503, 'SlowDown'), code: 'SOURCE_UNAVAILABLE' },
  { what: 'under no known key', fault: status(403, 'InvalidAccessKeyId'), code: 'SOURCE_DENIED' },
  { what: 'of another region', fault: status(400, 'PermanentRedirect'), code: 'SOURCE_DENIED' },
])('a list $what is $code', async ({ line = 's3://corpus/a.wav', fault, code }) => {
  for (const method of ['HEAD', 'GET']) if (fault) faults.spoil({ method, fault });
  await expect(list(write('list.txt', line))).rejects.toMatchObject({ code });
});
