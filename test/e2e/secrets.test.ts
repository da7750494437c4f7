import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { descendantsOf } from '../support/process-tree.ts';
import { redisUrl } from '../support/services.ts';
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
