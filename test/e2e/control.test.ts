import { renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { openTagQueue, queueAddress } from '@earmark/queue';
import { earmark, startEarmark, type Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { countPredictions, openEmbeddedLedger } from '../support/ledger.ts';
import { copyClip, makeTracks } from '../support/music.ts';
import { processesOf } from '../support/processes.ts';
import { createDatabase, redisUrl, withPool } from '../support/services.ts';
import { createStage, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

// Each test goes on where the one before it ended.
describe('on one machine', () => {
  let stage: Stage;
  let variables: Variables;
  beforeAll(async () => {
    stage = createStage();
    makeTracks(stage.music, 3);
    writeFileSync(join(stage.music, 'broken.wav'), 'no audio');
    // A Postgres that is there already: many commands follow each other here.
    variables = { ...stage.variables, DATABASE_URL: await createDatabase('control') };
  });
  afterAll(async () => {
    await waitFor(() => processesOf(stage.home).length === 0, 'no process and no server is left');
    stage.remove();
  });
  const command = (...args: string[]) => earmarkHere(args, variables);
  const dryRun = async (...args: string[]) =>
    JSON.parse(
      (await command('run', stage.music, '--dry-run', '--json', ...args)).stdout,
    ) as object;

  test('a dry run says what planning then finds, and leaves nothing behind', async () => {
    expect(await dryRun()).toMatchObject({
      resumes: null,
      nTracks: 4,
      nTasks: 4,
      nDone: 0,
      seconds: null,
    });
    expect(await command('status')).toMatchObject({
      exitCode: 0,
      stdout: 'There are no runs yet. Start one: earmark run SOURCE\n',
    });
    expect(await stage.run([], variables)).toMatchObject({ exitCode: 1 });
    // The failed task is stored nowhere: the same command again tries it.
    const again = await dryRun();
    expect(again).toMatchObject({
      resumes: null,
      nTasks: 4,
      nDone: 3,
      nTracksOwed: 1,
      bytesOwed: 8,
    });
    expect(again).toHaveProperty('seconds', expect.any(Number));
    expect(await dryRun('--force', '--limit', '2')).toMatchObject({ nTracks: 2, nDone: 0 });
  });

  test('what failed is tried again in the same run, after retry, by the command it names', async () => {
    const { stdout: status } = await command('status', '1');
    expect(status).toMatch(
      /^ {2}state +complete since .*; to retry failed tasks: earmark retry --help$/m,
    );
    expect(status).toMatch(/^ {2}progress +█{24} 100 % {2}4\/4 tasks of 4 tracks$/m);
    expect(status).toMatch(/^ {2}failed +1 task: AUDIO_UNDECODABLE 1$/m);
    expect(status).toMatch(/^ {2}queue +No queue is in use/m);

    expect(await command('retry', '1', '--code', 'AUDIO_EMPTY')).toMatchObject({
      exitCode: 0,
      stdout: 'Run 1 has no such failed tasks. Nothing was changed.\n',
    });
    const { stdout: retried } = await command('retry', '1');
    expect(retried).toContain('AUDIO_UNDECODABLE  1 task\n');
    const { stdout: json } = await command('status', '1', '--json');
    expect(JSON.parse(json)).toMatchObject({ state: 'running', nSettled: 3, nFailed: 0 });
    expect(await dryRun()).toMatchObject({ resumes: 1, nDone: 3 });

    copyClip(join(stage.music, 'broken.wav'));
    const named = / {2}earmark (run .*)\n$/.exec(retried)?.[1] ?? '';
    const resumed = await earmark([...named.split(' '), '--out', stage.out], variables);
    expect(resumed).toMatchObject({ exitCode: 0 });
    expect(resumed.stdout).toContain('Run 1: 4 tracks, 4 tasks, 3 tasks already done\n');
    expect((await command('status')).stdout).toMatch(/^1 +complete +100 % +4 +1 {2,}\d{4}-/m);
  });

  test('verify computes stored predictions again, and tells a lost source from a wrong number', async () => {
    const first = await command('verify', '1');
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    expect(first.stdout).toContain('4 predictions computed again: 4 equal, 0 different.\n');
    const sample = await command('verify', '1', '--sample', '2', '--seed', '7');
    expect(await command('verify', '1', '--sample', '2', '--seed', '7')).toEqual(sample);

    renameSync(join(stage.music, 'track-000.wav'), join(stage.music, 'moved.wav'));
    utimesSync(join(stage.music, 'track-001.wav'), 1, 1);
    const { exitCode, stdout } = await command('verify', '1');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^source missing +SOURCE_NOT_FOUND: .* track-000\.wav$/m);
    expect(stdout).toMatch(/^source missing +SOURCE_CHANGED: .* track-001\.wav$/m);
    expect(stdout).toContain(
      '2 predictions computed again: 2 equal, 0 different; 2 with a missing source.',
    );

    await withPool(variables['DATABASE_URL'] ?? '', (pool) =>
      pool.query('update earmark.prediction set scores[3] = scores[3] + 0.01'),
    );
    const wrong = await command('verify', '1', '--json');
    expect(wrong).toMatchObject({ exitCode: 1 });
    const { rows } = JSON.parse(wrong.stdout) as { rows: readonly object[] };
    expect(rows).toContainEqual(
      expect.objectContaining({
        file: 'track-002.wav',
        kind: 'different',
        maxDifference: expect.closeTo(0.01, 6) as number,
      }),
    );
  });

  test('a run that is cancelled elsewhere ends, says so, and keeps what it has', async () => {
    // On the embedded services: the queue of a run is found by other commands of the same home.
    const program = (...args: string[]) => earmark(args, stage.variables);
    makeTracks(stage.music, 20);
    // It opens one file a second, so that it is far from its end.
    const { ended } = startEarmark([...stage.runArgs, '--max-requests', '1'], stage.variables);
    const ledger = openEmbeddedLedger(stage.home);
    await waitFor(
      async () => ((await ledger.ask(countPredictions)) ?? 0) > 0,
      'something is tagged',
    );
    await ledger.close();
    const watched = startEarmark(['status', '1', '--watch'], stage.variables);
    expect((await program('status', '1')).stdout).toMatch(/^ {2}queue +\d+ waiting, [1-9]/m);
    // The aggregator of the run may have removed some jobs, or all, before this command does.
    expect((await program('cancel', '1')).stdout).toMatch(
      /^Run 1 is cancelled; \d+ jobs? (was|were) removed from the queue\. \d+ of 22 tasks are stored;/,
    );
    const { exitCode, stderr } = await ended;
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^earmark: Run 1 was cancelled\. .* the same command starts a new run/m);
    expect(await watched.ended).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/run 1 cancelled .*\n$/) as string,
    });
    const { stdout } = await program('run', stage.music, '--dry-run');
    expect(stdout).toMatch(/^ {2}run +a new run$/m);
    expect(stdout).not.toMatch(/ 0 of them already done/);
  });
});

const redis = redisUrl();

describe.each([redis === undefined ? 'Postgres' : 'Redis'])(
  'with a fleet whose queue is in %s',
  (queueIn) => {
    let stage: Stage;
    let pool: Pool;
    let variables: Variables;
    beforeAll(async () => {
      stage = createStage();
      makeTracks(stage.music, 8);
      const databaseUrl = await createDatabase(`control_${queueIn.toLowerCase()}`);
      pool = createPool(databaseUrl);
      await migrate(pool);
      const REDIS_URL = queueIn === 'Redis' ? redis : undefined;
      variables = { ...stage.variables, DATABASE_URL: databaseUrl, REDIS_URL };
    });
    afterAll(async () => {
      await pool.end();
      stage.remove();
    });
    const command = (...args: string[]) => earmarkHere(args, variables);

    test('runs are cancelled, repaired and watched to their end', async () => {
      await command('produce', stage.music);
      expect((await command('status', '1')).stdout).toMatch(
        /^ {2}queue +8 waiting, 0 active, 0 delayed, 0 failed$/m,
      );
      expect(await command('cancel', '1')).toMatchObject({
        exitCode: 0,
        stdout:
          'Run 1 is cancelled; 8 jobs were removed from the queue. 0 of 8 tasks are stored; ' +
          'run the same command again to tag the rest in a new run.\n',
      });
      expect(await command('cancel', '1')).toMatchObject({ exitCode: 2 });
      expect(await command('retry', '1')).toMatchObject({ exitCode: 2 });

      expect((await command('produce', stage.music)).stdout).toMatch(
        /^Run 2: 8 tracks, 8 tasks, 8/,
      );
      expect(await command('reconcile')).toMatchObject({ stdout: 'Ledger and queue agree.\n' });
      await loseJobs(variables, 3);
      expect(await command('reconcile', '2')).toMatchObject({
        exitCode: 0,
        stdout: '3 jobs lost by the queue: enqueued again\n',
      });

      await loseJobs(variables, 2);
      const programs = [
        startEarmark(['work', '--threads', '1'], variables),
        startEarmark(['aggregate'], variables),
      ];
      const watched = await command('status', '2', '--watch');
      expect(watched).toMatchObject({ exitCode: 0, stderr: '' });
      expect(watched.stdout).toMatch(/^run 2 complete {2}100 % {2}8\/8 tasks\n$/m);
      for (const { process } of programs) process.kill('SIGTERM');
      const [, aggregator] = await Promise.all(programs.map(({ ended }) => ended));
      expect(aggregator?.stderr).toMatch(/"enqueuedAgain":2,"removed":0,.*repaired/);
      expect(await countPredictions(pool)).toBe(8);
    });

    test('the status is told when the queue is away, and Ctrl-C ends a watch', async () => {
      await command('produce', stage.music, '--force');
      const away = { ...variables, REDIS_URL: 'redis://127.0.0.1:1' };
      const { exitCode, stdout } = await earmarkHere(['status', '3'], away);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^ {2}queue +Redis does not answer/m);
      expect(await earmarkHere(['reconcile'], away)).toMatchObject({ exitCode: 3 });
      const { process: watching, ended, ...watch } = startEarmark(['status', '--watch'], variables);
      await waitFor(() => watch.stdout() !== '', 'the watch shows something');
      watching.kill('SIGINT');
      expect(await ended).toMatchObject({
        exitCode: 130,
        stdout: 'run 3 running  0 %  0/8 tasks\n',
        stderr: '',
      });
    });
  },
);

/** Has the queue forget some of its jobs. */
async function loseJobs(variables: Variables, n: number): Promise<void> {
  const { REDIS_URL: redisUrl, DATABASE_URL: databaseUrl = '' } = variables;
  const address = await withPool(databaseUrl, (pool) =>
    queueAddress(pool, { redisUrl, databaseUrl }),
  );
  const queue = openTagQueue(address, () => undefined);
  const ids = await queue.jobIds();
  expect(await queue.remove(ids.slice(0, n))).toBe(n);
  await queue.close();
}
