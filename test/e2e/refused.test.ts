import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '@earmark/runtime/process';
import { earmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { createStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let variables: Variables;
beforeAll(() => {
  stage = createStage();
  makeTracks(stage.music, 1);
  mkdirSync(join(stage.music, 'empty'));
  writeFileSync(join(stage.music, 'empty/cover.jpg'), '');
  // A ledger that runs already: none of this is about starting one.
  variables = {
    ...stage.variables,
    DATABASE_URL: inject('databaseUrl'),
    REDIS_URL: inject('redisUrl'),
  };
});
afterAll(() => {
  stage.remove();
});

const REFUSED = [
  {
    what: 'a folder that is not there',
    args: ['run', 'MUSIC/gone'],
    exitCode: 2,
    says: /there is no "gone" in .*\. Name a folder/,
  },
  {
    what: 'a folder without audio',
    args: ['run', 'MUSIC/empty'],
    exitCode: 2,
    says: /Nothing to tag was found/,
  },
  {
    what: 'a model nobody knows',
    args: ['run', 'MUSIC', '--models', 'jamendo/best'],
    exitCode: 2,
    says: /no model "jamendo\/best"/,
  },
  {
    what: 'a model without weights',
    args: ['run', 'MUSIC', '--models', 'jamendo/fcn'],
    exitCode: 2,
    says: /not installed/,
  },
  {
    what: 'an unknown option',
    args: ['run', 'MUSIC', '--tpo-k', '3'],
    exitCode: 2,
    says: /unknown option/,
  },
  {
    what: 'a mistyped option',
    args: ['run', 'MUSIC', '--top_k', '3'],
    exitCode: 2,
    says: /Did you mean --top-k\?/,
  },
  {
    what: 'an unknown command',
    args: ['tag', 'MUSIC'],
    exitCode: 2,
    says: /unknown command 'tag'\. For its usage: earmark --help$/m,
  },
  ...[
    { typed: 'rum', meant: 'run' },
    { typed: 'models pul', meant: 'pull' },
    { typed: 'ledger add-readr', meant: 'add-reader' },
    { typed: 'workers drian', meant: 'drain' },
  ].map(({ typed, meant }) => ({
    what: `the mistyped command "${typed}"`,
    args: typed.split(' '),
    exitCode: 2,
    says: new RegExp(`unknown command .* \\(Did you mean ${meant}\\?\\)$`, 'm'),
  })),
  {
    what: 'a mistyped choice',
    args: ['export', '1', '--format', 'parket'],
    exitCode: 2,
    says: /Allowed choices are .*\. Did you mean parquet\?$/m,
  },
  {
    what: 'a device by another name',
    args: ['run', 'MUSIC', '--device', 'gpu'],
    exitCode: 2,
    says: /Did you mean one of cuda, webgpu\?$/m,
  },
  {
    what: 'a mistyped level of an argument',
    args: ['priority', '1', 'hihg'],
    exitCode: 2,
    says: /Did you mean high\?$/m,
  },
  {
    what: 'a mistyped model',
    args: ['run', 'MUSIC', '--models', 'jamendo/fnc'],
    exitCode: 2,
    says: /Did you mean jamendo\/fcn\?/,
  },
  {
    what: 'a name with a space and without quotes',
    args: ['run', 'My', 'Music'],
    exitCode: 2,
    says: /too many arguments .* belongs in quotes/,
  },
  { what: 'no source', args: ['run'], exitCode: 2, says: /missing required argument/ },
  {
    what: 'a number that is none',
    args: ['run', 'MUSIC', '--top-k', 'five'],
    exitCode: 2,
    says: /whole number/,
  },
  {
    what: 'a threshold over 1',
    args: ['run', 'MUSIC', '--threshold', '5'],
    exitCode: 2,
    says: /from 0 to 1/,
  },
  {
    what: 'a run that does not exist',
    args: ['report', '999999'],
    exitCode: 2,
    says: /no run 999999/,
  },
  ...['status', 'retry', 'cancel', 'reconcile', 'verify'].map((command) => ({
    what: `${command} of a run that does not exist`,
    args: [command, '999999'],
    exitCode: 2,
    says: /no run 999999/,
  })),
  {
    what: 'a failure code that does not exist',
    args: ['retry', '1', '--code', 'SOURCE_LOST'],
    exitCode: 2,
    says: /no failure code "SOURCE_LOST"/,
  },
  {
    what: 'a mistyped failure code',
    args: ['failures', '1', '--code', 'WORKER_CRASHD'],
    exitCode: 2,
    says: /Did you mean WORKER_CRASHED\?/,
  },
  { what: 'a run that is no number', args: ['status', 'last'], exitCode: 2, says: /a number/ },
];

test.each(REFUSED)('$what is refused in one line', async ({ args, exitCode, says }) => {
  const ended = await earmarkHere(
    args.map((arg) => arg.replace('MUSIC', stage.music)),
    variables,
  );
  expectRefusal(ended, exitCode, says);
});

const BAD_VARIABLES = [
  { name: 'EARMARK_METRICS_PORT', value: '70000', exitCode: 2, says: /EARMARK_METRICS_PORT/ },
  { name: 'EARMARK_LOG_LEVEL', value: 'loud', exitCode: 2, says: /EARMARK_LOG_LEVEL/ },
  { name: 'REDIS_URL', value: 'http://127.0.0.1', exitCode: 2, says: /REDIS_URL/ },
  { name: 'DATABASE_URL', value: 'nonsense', exitCode: 2, says: /DATABASE_URL/ },
  { name: 'EARMARK_FFMPEG', value: '/bin/false', exitCode: 2, says: /\/bin\/false/ },
  {
    name: 'REDIS_URL',
    value: 'redis://127.0.0.1:PORT',
    exitCode: 3,
    says: /Redis does not answer/,
  },
  {
    name: 'DATABASE_URL',
    value: 'postgresql://127.0.0.1:PORT/x',
    exitCode: 3,
    says: /Postgres cannot be reached/,
  },
];

test.each(BAD_VARIABLES)(
  '$name=$value is refused in one line',
  async ({ name, value, exitCode, says }) => {
    const set = value.replace('PORT', String(await freePort()));
    expectRefusal(await earmarkHere(stage.runArgs, { ...variables, [name]: set }), exitCode, says);
  },
);

test('a metrics port that is taken is refused, in a log as an event', async () => {
  const server = createServer();
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const metrics = { EARMARK_METRICS_PORT: String(port) };
  const ended = await earmark(['produce', stage.music], {
    ...variables,
    EARMARK_LOG_LEVEL: 'error',
    ...metrics,
  });
  server.close();
  expect(ended.exitCode).toBe(3);
  expect(JSON.parse(ended.stderr)).toMatchObject({
    ...{ level: 'error', program: 'producer', event: 'program_failed', code: 'PORT_TAKEN' },
    error: expect.stringContaining(`127.0.0.1:${String(port)} is taken`) as string,
  });
});

test('a home that cannot be written is refused in one line', async () => {
  const file = join(stage.music, 'track-000.wav');
  const ended = await earmark(stage.runArgs, { EARMARK_HOME: join(file, 'home') });
  expectRefusal(ended, 2, /EARMARK_HOME/);
});

test.each([
  { command: ['run', 'MUSIC'], out: 'MUSIC/track-000.wav', errno: 'EEXIST' },
  { command: ['run', 'MUSIC'], out: 'MUSIC/track-000.wav/results', errno: 'ENOTDIR' },
  { command: ['run', 'MUSIC'], out: '/sys/results', errno: 'EPERM|EACCES|EROFS' },
  { command: ['aggregate'], out: '/dev/null/results', errno: 'ENOTDIR' },
])('$command.0 --out $out is refused before it begins', async ({ command, out, errno }) => {
  const args = [...command, '--out', out].map((arg) => arg.replace('MUSIC', stage.music));
  const ended = await earmarkHere(args, { ...variables, EARMARK_LOG_LEVEL: 'silent' });
  expectRefusal(ended, 2, new RegExp(`\\(--out\\) cannot be written \\((${errno})\\)`));
  expect(ended.stdout).toBe('');
});

test.each(['--help', '--version', 'run --help', 'models list --help'])(
  '%s is printed and ends well',
  async (args) => {
    expect(await earmark(args.split(' '), stage.variables)).toMatchObject({
      exitCode: 0,
      stderr: '',
    });
  },
);

function expectRefusal(
  { exitCode, stderr }: { exitCode: number | null; stderr: string },
  expected: number,
  says: RegExp,
): void {
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^earmark: /);
  expect(exitCode).toBe(expected);
}
