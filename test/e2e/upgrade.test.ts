import { readFileSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '@earmark/ledger';
import { earmark, type Ended } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { createDatabase } from '../support/services.ts';
import { createStage, type Stage, summaryOf } from '../support/stage.ts';

// The dump is of a ledger that version 0.1.0 wrote: `earmark produce` of these six tracks, and `earmark work`, which
// was killed after two of them. Its rows name the folder, and the time at which the files were modified.

const DUMP = new URL('../fixtures/ledger-0.1.0.sql', import.meta.url);
const FOLDER = '/tmp/earmark-0.1.0';
const MUSIC = join(FOLDER, 'music');
const MODIFIED = new Date('2026-01-01T00:00:00Z');

const PREDICTIONS = `
  select track_id, tagged_at, to_jsonb(p) -> $1 as scores, attempts, settled_at
  from earmark.prediction p join earmark.task_outcome using (track_id, model_id) where run_id = 1 order by track_id`;

let stage: Stage;
let pool: Pool;
let before: readonly unknown[];
let first: Ended;
let second: Ended;
beforeAll(async () => {
  const url = await createDatabase('upgrade');
  stage = createStage({ DATABASE_URL: url });
  makeTracks(MUSIC, 6);
  for (const name of readdirSync(MUSIC)) utimesSync(join(MUSIC, name), MODIFIED, MODIFIED);
  pool = createPool(url);
  await pool.query(`set check_function_bodies = false; ${readFileSync(DUMP, 'utf8')}`);
  before = (await pool.query(PREDICTIONS, ['probabilities'])).rows;
  const run = ['run', MUSIC, '--models', 'jamendo/starter', '--out', stage.out, '--json'];
  first = await earmark(run, stage.variables);
  second = await earmark(run, stage.variables);
});
afterAll(async () => {
  await pool.end();
  stage.remove();
  rmSync(FOLDER, { recursive: true });
});

test('the run that version 0.1.0 left half done is completed', () => {
  expect(first).toMatchObject({ exitCode: 0 });
  expect(summaryOf(first)).toMatchObject({ run: 1, tasks: { tagged: 6, reused: 0, failed: 0 } });
});

test('what it had tagged is not tagged again', async () => {
  const { rows } = await pool.query(PREDICTIONS, ['scores']);
  expect(before).toHaveLength(2);
  expect(rows).toHaveLength(6);
  expect(rows).toEqual(expect.arrayContaining([...before]));
});

test('the same command again tags nothing', () => {
  expect(summaryOf(second).tasks).toEqual({ tagged: 0, reused: 6, failed: 0 });
});
