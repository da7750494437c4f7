import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTracks } from '../support/music.ts';
import type { Variables } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { createDatabase, withPool } from '../support/services.ts';
import { createStage, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { temporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

/** Defaults of a database that a team has chosen for itself. */
const UNUSUAL = {
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kathmandu',
  extra_float_digits: '-3',
};

let stage: Stage;
/** Without a redis-server, so that the queue is in this Postgres as well. */
let path: TemporaryFolder;
beforeAll(() => {
  stage = createStage();
  path = temporaryFolder();
  makeTracks(stage.music, 1);
});
afterAll(() => {
  stage.remove();
  path.remove();
});

async function runOn(name: string, settings: Readonly<Record<string, string>>) {
  const databaseUrl = await createDatabase(name);
  await withPool(databaseUrl, async (pool) => {
    for (const [setting, value] of Object.entries(settings))
      await pool.query(`alter database ${name} set ${setting} = '${value}'`);
  });
  const variables: Variables = { ...stage.variables, DATABASE_URL: databaseUrl, PATH: path.path };
  const ended = await stage.run(['--json'], variables);
  return { ended, variables, files: resultFiles(stage.out) };
}

test('a database with other defaults for dates, intervals and numbers gets the same results', async () => {
  const usual = await runOn('usual_settings', {});
  const unusual = await runOn('unusual_settings', UNUSUAL);
  expect(unusual.ended).toMatchObject({ exitCode: 0, stderr: '' });
  expect(summaryOf(unusual.ended).tasks).toMatchObject({ tagged: 1, failed: 0 });
  expect(unusual.files).toEqual(usual.files);
  const status = await earmarkHere(['status'], unusual.variables);
  expect(status).toMatchObject({ exitCode: 0, stderr: '' });
});

test('options of the address are kept beside those of every connection', async () => {
  const url = new URL(await createDatabase('own_options'));
  url.searchParams.set('options', '-c statement_timeout=12345');
  const { rows } = await withPool(url.href, (pool) =>
    pool.query(
      `select current_setting('statement_timeout') as timeout, current_setting('search_path') as path,
              current_setting('TimeZone') as zone`,
    ),
  );
  expect(rows).toEqual([{ timeout: '12345ms', path: 'earmark,public', zone: 'UTC' }]);
});
