import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { earmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { type Delivery, inRanges } from '../support/archive-server.ts';
import { type PublishedDataset, publishDataset } from '../support/published-dataset.ts';
import { type S3Faults, startS3Faults, status } from '../support/s3-faults.ts';
import {
  type S3Server,
  s3Variables,
  startS3Server,
  stubS3Variables,
} from '../support/s3-server.ts';
import { createStageWithLedger, type Stage, summaryOf } from '../support/stage.ts';
import { writeWav } from '../support/wav.ts';

// From published archives to a corpus that is tagged: each test goes on where the one before it ended.

const TRACKS = ['07/107', '07/207', '42/142'];

let stage: Stage;
let dataset: PublishedDataset;
let server: S3Server;
let faults: S3Faults;
let variables: Variables;
let table: string;

beforeAll(async () => {
  stage = await createStageWithLedger();
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  variables = { ...stage.variables, ...s3Variables(faults.url) };
  stubS3Variables(faults.url);
  const files = TRACKS.map((track, i) => {
    const path = join(stage.music, `${String(i)}.wav`);
    writeWav(path, { sampleRate: 16_000, durationSeconds: 1 + i / 10 });
    return [`${track}.low.mp3`, readFileSync(path)] as const;
  });
  dataset = await publishDataset(new Map(files), 'audio-low');
  table = join(stage.home, '..', 'table.tsv');
  const rows = TRACKS.map(
    (track) => `track_${track.slice(3)}\tartist_1\talbum_1\t${track}.mp3\t30.0\tgenre---rock`,
  );
  const header = 'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS';
  writeFileSync(table, `${[header, ...rows].join('\r\n')}\r\n`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await dataset.close();
  await faults.close();
  await server.close();
  stage.remove();
});

const BUCKET = 's3://corpus/jamendo';
const keys = async () => {
  const text = await (await fetch(`${server.url}/corpus?list-type=2`)).text();
  return [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
};
const KEYS = TRACKS.map((track) => `jamendo/${track}.low.mp3`);

const spoilt: Delivery = (bytes, request, response) => {
  const wrong = Buffer.from(bytes);
  wrong[5_000] = (wrong[5_000] ?? 0) ^ 1;
  inRanges(wrong, request, response);
};

test('of an archive that is damaged on the way, the members that match are in the bucket, and the others are not', async () => {
  dataset.server.deliver('raw_30s_audio-low-07.tar', spoilt);
  const { exitCode, stderr } = await dataset.download(['--unpack', BUCKET], variables);
  expect(stderr).toMatch(/raw_30s_audio-low-07\.tar does not match the checksum/);
  expect(stderr).toMatch(/07\/107\.low\.mp3 is refused: its SHA-256 is /);
  expect(exitCode).toBe(1);
  expect(await keys()).toEqual(KEYS.slice(1));
});

test('a second command uploads what is missing, and does not ask for what is there', async () => {
  dataset.server.requests.length = 0;
  faults.spoil({ method: 'PUT', times: 1, fault: status(503, 'SlowDown') });
  const ended = await dataset.download(['--unpack', BUCKET], variables);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain(`Tag it: earmark run TABLE --audio ${BUCKET}\n`);
  expect(await keys()).toEqual(KEYS);
  expect(dataset.server.requests).toEqual(['/mirror/raw_30s/audio-low/raw_30s_audio-low-07.tar']);
  expect(faults.requests.filter((request) => request.startsWith('PUT')).at(-1)).toContain(
    '107.low.mp3',
  );
});

test('an object that was replaced is noticed by its checksum', async () => {
  await server.put('jamendo/42/142.low.mp3', 'something else');
  const lists = ['--sums', join(dataset.lists(), 'raw_30s_audio-low_sha256_tracks.txt')];
  const check = () => earmarkHere(['dataset', 'check', table, BUCKET, ...lists], variables);
  expect((await check()).stdout).toContain('wrong checksum: 42/142.low.mp3: its SHA-256 is ');
  expect((await dataset.download(['--unpack', BUCKET], variables)).exitCode).toBe(0);
  expect(await check()).toMatchObject({ exitCode: 0 });
});

test('without a list of members they wait under hidden names, and are moved when the archive is the right one', async () => {
  const bucket = 's3://corpus/hidden';
  const args = ['--lists', dataset.lists({ members: null }), '--unpack', bucket];
  dataset.server.deliver('raw_30s_audio-low-07.tar', spoilt);
  expect((await dataset.download(args, variables)).exitCode).toBe(1);
  const hidden = async () => (await keys()).filter((key) => key.startsWith('hidden/'));
  expect(await hidden()).toEqual([
    'hidden/.earmark-download/raw_30s_audio-low-42.tar.sha256',
    'hidden/42/142.low.mp3',
  ]);
  expect((await dataset.download(args, variables)).exitCode).toBe(0);
  expect((await hidden()).filter((key) => !key.includes('.earmark'))).toEqual(
    TRACKS.map((track) => `hidden/${track}.low.mp3`),
  );
  dataset.server.requests.length = 0;
  expect((await dataset.download(args, variables)).exitCode).toBe(0);
  expect(dataset.server.requests).toEqual([]);
});

test('archives are kept in a bucket as they are', async () => {
  const bucket = 's3://corpus/archives';
  dataset.server.deliver('raw_30s_audio-low-07.tar', spoilt);
  expect((await dataset.download([bucket], variables)).exitCode).toBe(1);
  const kept = async () => (await keys()).filter((key) => key.startsWith('archives/'));
  expect(await kept()).toEqual(['archives/raw_30s_audio-low-42.tar']);
  expect((await dataset.download([bucket], variables)).exitCode).toBe(0);
  expect(await kept()).toHaveLength(2);
  dataset.server.requests.length = 0;
  expect((await dataset.download([bucket], variables)).exitCode).toBe(0);
  expect(dataset.server.requests).toEqual([]);
});

test('the low-quality edition is tagged by a table of the dataset', async () => {
  const args = ['run', table, '--audio', BUCKET, '--out', stage.out, '--json'];
  const ended = await earmark(args, variables);
  expect(ended).toMatchObject({ exitCode: 0 });
  expect(summaryOf(ended).tasks).toEqual({ tagged: TRACKS.length, reused: 0, failed: 0 });
});
