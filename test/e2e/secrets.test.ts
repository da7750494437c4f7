import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addRole, migrate } from '@earmark/ledger';
import { earmark, startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { REDIS_PROGRAM, startRedis } from '../support/redis-server.ts';
import { s3Variables, startS3Server } from '../support/s3-server.ts';
import { redisUrl, withPool } from '../support/services.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

const SECRET = 'hunter2-of-everything';

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
  makeTracks(stage.music, 3);
});
afterAll(() => {
  stage.remove();
});

test.each([
  { variables: { DATABASE_URL: `postgresql://me:${SECRET}@127.0.0.1:1/earmark` } },
  { variables: { DATABASE_URL: `postgresql://me:${SECRET}@nowhere.invalid/earmark` } },
  { variables: { DATABASE_URL: `postgres:me:${SECRET}` } },
  { variables: { REDIS_URL: `redis://me:${SECRET}@127.0.0.1:1` } },
  { variables: { REDIS_URL: `http://me:${SECRET}@127.0.0.1:1` } },
  { variables: { AWS_ENDPOINT_URL_S3: `http://me:${SECRET}@127.0.0.1:1` }, source: 's3://bucket/' },
  { variables: { OTEL_EXPORTER_OTLP_ENDPOINT: `ftp://me:${SECRET}@127.0.0.1:1` } },
])('an error about $variables does not show the password', async ({ variables, source }) => {
  const credentials = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: SECRET, AWS_REGION: 'r' };
  const all = { ...stage.variables, ...credentials, AWS_MAX_ATTEMPTS: '1', ...variables };
  const ended = await earmarkHere(['run', source ?? stage.music, '--out', stage.out], all);
  expect(ended.exitCode).toBeGreaterThan(1);
  expect(ended.stderr).toMatch(/^earmark: /);
  expect(ended.stdout + ended.stderr).not.toContain(SECRET);
});

/** With every character that an address would give a meaning. */
const PASSWORD = 'a@b:c/d?e#f%41 g';

/** A file with this text in the folder of the stage. */
function fileOf(name: string, text: string): string {
  const path = join(stage.home, name);
  mkdirSync(stage.home, { recursive: true });
  writeFileSync(path, `${text}\n`, { mode: 0o600 });
  return path;
}

test.skipIf(REDIS_PROGRAM === undefined)('programs take their passwords from files', async () => {
  const address = new URL(stage.variables['DATABASE_URL']!);
  await withPool(address.href, async (pool) => {
    await migrate(pool);
    await addRole(pool, 'writer', { name: 'filed', password: PASSWORD });
  });
  Object.assign(address, { username: 'filed', password: '' });
  const redis = await startRedis(stage.music, { settings: ['--requirepass', PASSWORD] });
  const ended = await earmarkHere(['produce', stage.music, '--json'], {
    ...stage.variables,
    DATABASE_URL: undefined,
    DATABASE_URL_FILE: fileOf('address', address.href),
    DATABASE_PASSWORD_FILE: fileOf('database', PASSWORD),
    REDIS_URL: `redis://127.0.0.1:${String(redis.port)}`,
    REDIS_PASSWORD_FILE: fileOf('redis', PASSWORD),
  });
  await redis.close();
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ nTracks: 3 });
});

test('the credentials of a bucket may be in a file', async () => {
  const bucket = await startS3Server();
  await bucket.put('track.wav', readFileSync(join(stage.music, readdirSync(stage.music)[0]!)));
  const credentials = '[default]\naws_access_key_id = S3RVER\naws_secret_access_key = S3RVER';
  const ended = await earmark(['produce', `s3://${bucket.bucket}/`, '--json'], {
    ...stage.variables,
    ...s3Variables(bucket.url),
    EARMARK_LOG_LEVEL: 'silent',
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SHARED_CREDENTIALS_FILE: fileOf('credentials', credentials),
  });
  await bucket.close();
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(JSON.parse(ended.stdout)).toMatchObject({ nTracks: 1 });
});

test.skipIf(process.platform !== 'linux')('programs at work show no password', async () => {
  const password = new URL(stage.variables['DATABASE_URL']!).password;
  expect(password.length).toBeGreaterThan(8);
  const variables = { ...stage.variables, EARMARK_LOG_LEVEL: 'debug', REDIS_URL: redisUrl() };
  const run = startEarmark([...stage.runArgs, '--json'], variables);
  const commandLines = new Set<string>();
  while (run.process.exitCode === null) {
    for (const pid of descendantsOf(run.process.pid!)) commandLines.add(commandLineOf(pid));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { exitCode, stdout, stderr } = await run.ended;
  expect(exitCode).toBe(0);
  expect([...commandLines].filter((line) => line.includes('main.js')).length).toBeGreaterThan(2);
  expect([...commandLines].join('\n')).not.toContain(password);
  expect(stderr).toContain('worker: started');
  expect(stdout + stderr).not.toContain(password);
});

/** Empty for a process that has ended. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
