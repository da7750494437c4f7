import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { parseCsv } from '../support/csv.ts';
import { earmark, startEarmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { type S3Faults, startS3Faults, status } from '../support/s3-faults.ts';
import { type S3Server, s3Variables, startS3Server } from '../support/s3-server.ts';
import { createDatabase } from '../support/services.ts';
import { createStageWithLedger, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

// A corpus in a bucket, tagged as a user would: each test goes on where the one before it ended.

let stage: Stage;
let server: S3Server;
let faults: S3Faults;
let variables: Variables;
let tracks: readonly string[];

beforeAll(async () => {
  stage = await createStageWithLedger();
  server = await startS3Server();
  faults = await startS3Faults(server.url);
  variables = { ...stage.variables, ...s3Variables(faults.url) };
  tracks = makeTracks(stage.music, 5);
  for (const track of tracks) await put(track, track);
  await put('notes.txt', tracks[0]!);
});
afterEach(() => {
  faults.reset();
});
afterAll(async () => {
  await faults.close();
  await server.close();
  stage.remove();
});

async function put(key: string, track: string): Promise<void> {
  await server.put(`music/${key}`, readFileSync(join(stage.music, track)));
}

const SOURCE = 's3://corpus/music';

function run(...args: readonly string[]) {
  return earmark(['run', SOURCE, '--out', stage.out, ...args], variables);
}

test('a bucket gives the scores that the folder of the same files gives', async () => {
  expect(await stage.run([])).toMatchObject({ exitCode: 0 });
  const fromFolder = scoreRows();
  const TMPDIR = join(stage.home, '../tmp');
  mkdirSync(TMPDIR);
  // As a worker that was killed leaves it.
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(TMPDIR, `earmark-${hostname()}-${String(pid)}-x.mp3`), '');
  variables = { ...variables, TMPDIR };
  const ended = await run('--force');
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ended.stdout).toContain('s3://corpus/music/');
  expect(ended.stdout).toContain('5 tracks, 5 tasks (1 other file ignored)');
  expect(scoreRows()).toEqual(fromFolder);
  expect(readdirSync(TMPDIR).filter((name) => name.startsWith('earmark-'))).toEqual([]);
});

test('an object of known bytes is known under whatever key; one that may not be read, is empty or no audio fails alone', async () => {
  await put('copy.wav', tracks[1]!);
  await put('forbidden.wav', tracks[2]!);
  await server.put('music/empty.wav', '');
  await server.put('music/text.wav', 'no audio');
  faults.spoil({ path: /forbidden/, fault: status(403, 'AccessDenied') });
  const ended = await run('--json');
  expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
  const { failures, tasks } = summaryOf(ended);
  expect(tasks).toEqual({ tagged: 0, reused: 6, failed: 3 });
  expect(Object.fromEntries(failures.map(({ file, code }) => [file, code]))).toEqual({
    'empty.wav': 'AUDIO_EMPTY',
    'forbidden.wav': 'SOURCE_UNREADABLE',
    'text.wav': 'AUDIO_UNDECODABLE',
  });
});

test.each([
  { what: 'credentials nobody knows', set: { AWS_ACCESS_KEY_ID: 'WRONG' }, exitCode: 2 },
  { what: 'no credentials', set: { AWS_ACCESS_KEY_ID: undefined }, exitCode: 2 },
  { what: 'a store that is away', set: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' }, exitCode: 3 },
  { what: 'an address that is none', set: { AWS_ENDPOINT_URL_S3: 'minio' }, exitCode: 2 },
])('$what end the run in one line', async ({ set, exitCode }) => {
  const ended = await earmark(['produce', SOURCE], {
    ...variables,
    ...set,
    EARMARK_LOG_LEVEL: 'silent',
  });
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.stderr).toMatch(/^earmark: .*(AWS_|credentials).*\n$/);
});

test.each([
  { what: 'turn bad', error: 'InvalidAccessKeyId', says: /does not accept the credentials for/ },
  { what: 'may read nothing', error: 'AccessDenied', says: /any of 1 others of .* s3:GetObject/ },
])('credentials that $what stop the worker, and no track fails', async ({ error, says }) => {
  for (const track of tracks.slice(3)) {
    await server.put(`${error}/${track}`, readFileSync(join(stage.music, track)));
  }
  faults.spoil({ path: /GetObject/, fault: status(403, error) });
  faults.spoil({ method: 'HEAD', fault: status(403, error) });
  const stopped = await earmark(runOf(error), variables);
  expect(stopped.exitCode).toBe(2);
  expect(stopped.stderr).toMatch(says);
  const { stdout } = await earmarkHere(['status', '--json'], stage.variables);
  const { runs } = JSON.parse(stdout) as { runs: readonly object[] };
  expect(runs[0]).toMatchObject({ state: 'running', nTasks: 2, nSettled: 0 });
});

test('with good credentials the same command tags what is left', async () => {
  const ended = await earmark(runOf('InvalidAccessKeyId'), variables);
  expect(summaryOf(ended).tasks).toMatchObject({ tagged: 2, failed: 0 });
});

function runOf(folder: string): readonly string[] {
  return ['run', `s3://corpus/${folder}`, '--out', stage.out, '--force', '--json'];
}

test('three programs tag a table of objects together, and keep what it says', async () => {
  const table = join(stage.music, 'corpus.tsv');
  const rows = tracks.map((path, i) => `track_${i}\tartist_1\talbum_1\t${path}\t1.0\tgenre---rock`);
  writeFileSync(
    table,
    ['TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS', ...rows, ''].join('\r\n'),
  );
  const DATABASE_URL = await createDatabase('s3');
  const pool = createPool(DATABASE_URL);
  await migrate(pool);
  const shared = { ...variables, DATABASE_URL, EARMARK_LOG_LEVEL: 'warn' };
  const args = ['produce', '--models', 'jamendo/starter'];
  // First without the table: the tracks are known when it comes.
  expect(await earmark([...args, SOURCE, '--limit', '2'], shared)).toMatchObject({
    exitCode: 0,
  });
  const produced = await earmark([...args, table, '--audio', SOURCE], shared);
  expect(produced).toMatchObject({ exitCode: 0, stderr: '' });
  const worker = startEarmark(['work', '--threads', '1'], shared);
  const aggregator = startEarmark(['aggregate'], shared);
  await waitFor(async () => (await countComplete(pool)) === 2, 'both runs are complete');
  worker.process.kill('SIGTERM');
  aggregator.process.kill('SIGTERM');
  const [worked, aggregated] = await Promise.all([worker.ended, aggregator.ended]);
  expect(aggregated).toMatchObject({ exitCode: 0, stderr: '' });
  expect(worked.exitCode).toBe(0);
  // The only warning is about the one object that is no audio.
  expect(JSON.parse(worked.stderr)).toMatchObject({
    ...{ event: 'track_failed', code: 'AUDIO_EMPTY', attempt: 1 },
    file: 's3://corpus/music/empty.wav',
  });
  const { rows: kept } = await pool.query<{ id: string }>(
    `select metadata ->> 'trackId' as id from track where metadata -> 'tags' ? 'genre---rock' order by uri`,
  );
  expect(kept.map(({ id }) => id)).toEqual(tracks.map((_, i) => String(i)));
  await pool.end();
});

async function countComplete(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(`select from run where state = 'complete'`);
  return rowCount ?? 0;
}

function scoreRows(): readonly (readonly string[])[] {
  return parseCsv(resultFiles(stage.out)['scores_jamendo_starter.csv']!);
}
