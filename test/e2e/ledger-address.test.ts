import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEarmark } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { redisUrl } from '../support/services.ts';
import { createStage, createStageWithLedger, type Stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStageWithLedger();
});
afterAll(() => {
  stage.remove();
});

/** What somebody with this address finds, and what a write is answered. */
async function tryAddress(address: string) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    const { rows } = await client.query<{ user: string }>(
      'select current_user as user from (select count(*) from track_info) as counted',
    );
    const refusal = await client.query('delete from run').catch((error: unknown) => String(error));
    return { user: rows[0]?.user, refusal };
  } finally {
    await client.end();
  }
}

test('the embedded ledger runs until it is stopped, at an address that reads it', async () => {
  const embedded = createStage();
  const first = startEarmark(['ledger'], embedded.variables);
  await waitFor(() => first.stdout().endsWith('\n'), 'the address is printed');
  const second = startEarmark(['ledger'], embedded.variables);
  await waitFor(() => second.stdout().endsWith('\n'), 'the address is printed again');
  expect(second.stdout()).toBe(first.stdout());
  expect(await tryAddress(first.stdout().trim())).toEqual({
    user: 'analyst',
    refusal: expect.stringContaining('read-only transaction') as string,
  });
  for (const { process, ended } of [first, second]) {
    process.kill('SIGINT');
    expect(await ended).toMatchObject({ exitCode: 130, stderr: '' });
  }
  embedded.remove();
});

test('a ledger elsewhere has no address that could be printed, and is told how to get one', async () => {
  const { exitCode, stdout } = await earmarkHere(['ledger'], stage.variables);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('earmark ledger add-reader NAME');
  expect(stdout).not.toContain(new URL(stage.variables['DATABASE_URL']!).password);
});

test('a reader is made with a password of its own or a given one, which its address has', async () => {
  const made = await earmarkHere(['ledger', 'add-reader', 'a friend'], stage.variables);
  expect(made).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await tryAddress(made.stdout.trim())).toMatchObject({ user: 'a friend' });

  const EARMARK_READER_PASSWORD = 'p@ss/word';
  const args = ['ledger', 'add-reader', 'a friend'];
  const given = await earmarkHere(args, { ...stage.variables, EARMARK_READER_PASSWORD });
  expect(new URL(given.stdout.trim()).password).toBe(encodeURIComponent(EARMARK_READER_PASSWORD));
  expect(await tryAddress(given.stdout.trim())).toMatchObject({ user: 'a friend' });
});

test.skipIf(redisUrl() === undefined)('a writer tags, with a queue in Redis', async () => {
  const made = await earmarkHere(['ledger', 'add-writer', 'a fleet'], stage.variables);
  expect(made).toMatchObject({ exitCode: 0, stderr: '' });
  makeTracks(stage.music, 2);
  const variables = { DATABASE_URL: made.stdout.trim(), REDIS_URL: redisUrl() };
  const { exitCode, stdout } = await stage.run([], variables);
  expect(stdout).toContain('2 tasks tagged, 0 reused, 0 failed');
  expect(exitCode).toBe(0);
});

test('a source that is not in the collection cannot be forgotten', async () => {
  const ended = await earmarkHere(['ledger', 'forget', '/nowhere'], stage.variables);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain('No file of "/nowhere" is in the current collection.');
});
