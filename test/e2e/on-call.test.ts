import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, listWorkers, migrate, type Pool, runProgress } from '@earmark/ledger';
import type { RunId } from '@earmark/core/run';
import { startEarmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const RUN = 1 as RunId;

let stage: Stage;
let pool: Pool;
let variables: Variables;
beforeAll(async () => {
  stage = createStage();
  makeTracks(stage.music, 3);
  writeFileSync(join(stage.music, 'broken.wav'), 'no audio');
  const databaseUrl = await createDatabase('on_call');
  pool = createPool(databaseUrl);
  await migrate(pool);
  variables = { ...stage.variables, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl() };
});
afterAll(async () => {
  await pool.end();
  stage.remove();
});

const command = (...args: string[]) => earmarkHere(args, variables);
const stateOf = async (name: string) =>
  (await listWorkers(pool)).find((worker) => worker.name === name)?.state;
const untilComplete = () =>
  waitFor(async () => (await runProgress(pool, RUN))?.state === 'complete', 'the run is complete');

/** Starts a worker and waits until the ledger lists it. */
async function startWorker() {
  const before = (await listWorkers(pool)).map(({ name }) => name);
  const started = startEarmark(['work', '--threads', '1', '--max-requests', '100'], variables);
  let name: string | undefined;
  await waitFor(async () => {
    name = (await listWorkers(pool)).find((worker) => !before.includes(worker.name))?.name;
    return name !== undefined;
  }, 'the worker is listed');
  return { ...started, name: name! };
}

test('a drained worker leaves a run to another one, and takes jobs again when it is resumed', async () => {
  expect((await command('workers')).stdout).toBe('No worker is running. Start one: earmark work\n');
  const drained = await startWorker();
  expect(await command('workers', 'drain', 'nobody:1')).toMatchObject({
    exitCode: 2,
    stderr: `earmark: There is no worker "nobody:1". The workers are: ${drained.name}.\n`,
  });
  expect(await command('workers', 'drain', drained.name)).toMatchObject({ exitCode: 0 });
  await waitFor(async () => (await stateOf(drained.name)) === 'draining', 'the worker drains');
  expect((await command('workers')).stdout).toMatch(/^\S+:\d+ +draining +0 +cpu +1 +\d+ +4 /m);

  await command('produce', stage.music, '--priority', 'high', '--deadline', '2020-01-01T00:00Z');
  const { stdout: status } = await command('status', '1');
  expect(status).toMatch(/^ {2}state +running since .* UTC, priority high$/m);
  expect(status).toMatch(
    /^ {2}deadline +2020-01-01 00:00 UTC: the run will end at least \d.* later$/m,
  );
  expect(status).toMatch(/^ {2}workers +\S+:\d+ {2}draining$/m);
  expect(status).toMatch(/^ {2}queue +4 waiting, 0 active, 0 delayed, 0 failed$/m);

  const other = await startWorker();
  await untilComplete();
  const { rows } = await pool.query<{ name: string }>(
    'select distinct settled_by as name from task_outcome where attempts > 0',
  );
  expect(rows).toEqual([{ name: other.name }]);
  expect(JSON.parse((await command('failures', '1', '--json')).stdout)).toMatchObject({
    runId: 1,
    nTracks: 1,
    tracks: [{ file: 'broken.wav', code: 'AUDIO_UNDECODABLE', worker: other.name, attempts: 1 }],
  });

  other.process.kill('SIGTERM');
  expect(await other.ended).toMatchObject({ exitCode: 0 });
  expect((await command('retry', '1', '--worker', drained.name)).stdout).toMatch(/no such failed/);
  expect((await command('retry', '1', '--worker', other.name)).stdout).toMatch(
    /UNDECODABLE {2}1 t/,
  );
  await command('priority', '1', 'low');
  expect(await command('workers', 'resume', drained.name)).toMatchObject({ exitCode: 0 });
  await untilComplete();
  expect((await command('failures', '1')).stdout).toContain(drained.name);
  drained.process.kill('SIGTERM');
  expect(await drained.ended).toMatchObject({ exitCode: 0 });
  expect(await listWorkers(pool)).toEqual([]);
});

test('a paused run is shown as paused, and the command that tags it says how to resume it', async () => {
  await command('retry', '1');
  expect(await command('pause', '1')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^Run 1 is paused; .* To resume it: earmark resume 1\n$/,
    ) as string,
  });
  expect((await command('status')).stdout).toMatch(/^1 +paused /m);
  expect((await command('status', '1')).stdout).toMatch(
    /^ {2}state +paused since .* UTC; to resume it: earmark resume 1$/m,
  );
  const { ended, ...run } = startEarmark(stage.runArgs, variables);
  await waitFor(
    () => run.stderr().includes('Run 1 is paused: nothing more of it is started.'),
    'the run says that it is paused',
  );
  expect((await command('resume', '1')).stdout).toMatch(/^Run 1 is resumed/);
  expect(await ended).toMatchObject({ exitCode: 1 });
  expect(await command('resume', '1')).toMatchObject({ exitCode: 2 });
});
