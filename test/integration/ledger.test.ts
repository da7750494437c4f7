import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobId } from '@earmark/core/run';
import {
  addTracks,
  createPool,
  finishPlanning,
  migrate,
  owedJobs,
  type Pool,
  runProgress,
} from '@earmark/ledger';
import {
  itemsOf,
  openTestRun,
  planTestRun,
  registerParts,
  type RunParts,
  sourceItem,
} from '../support/planned-run.ts';
import { createRandom } from '../support/random.ts';
import { createDatabase, withPool } from '../support/services.ts';

let pool: Pool;
let parts: RunParts;

beforeAll(async () => {
  pool = createPool(await createDatabase('ledger'));
  await migrate(pool);
  parts = await registerParts(pool);
});
afterAll(() => pool.end());

describe('the schema', () => {
  test('is brought up to date once, by whoever comes first', async () => {
    const url = await createDatabase('migrate_at_once');
    const applied = await Promise.all(
      Array.from({ length: 4 }, () => withPool(url, (ours) => migrate(ours))),
    );
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await withPool(url, (ours) => migrate(ours))).toEqual([]);
  });

  test('is left alone by a version that is older', async () => {
    const url = await createDatabase('migrate_back');
    await withPool(url, async (ours) => {
      await migrate(ours);
      await ours.query(`insert into migration (name) values ('9999-later.sql')`);
      await expect(migrate(ours)).rejects.toMatchObject({
        code: 'USAGE_INVALID',
        message: expect.stringContaining('does not know 9999-later.sql') as string,
      });
    });
  });

  test('says of every table, view and column what it holds', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select c.relname || coalesce('.' || a.attname, '') as name
       from pg_class c
       left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                                and not c.relispartition
       where c.relnamespace = 'earmark'::regnamespace and c.relkind in ('r', 'p', 'v')
         and (obj_description(c.oid, 'pg_class') is null
              or a.attnum is not null and col_description(c.oid, a.attnum) is null)`,
    );
    expect(rows).toEqual([]);
  });

  test('says of every function what it is for', async () => {
    const { rows } = await pool.query<{ name: string; comment: string | null }>(
      `select proname as name, obj_description(oid, 'pg_proc') as comment from pg_proc
       where pronamespace = 'earmark'::regnamespace`,
    );
    expect(rows.filter(({ comment }) => comment === null)).toEqual([]);
    expect(rows.length).toBeGreaterThan(3);
  });

  test('lets earmark_reader call every function but those that change the schema, and gives it no right to write', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'earmark'::regnamespace
         and (not has_function_privilege('earmark_reader', oid, 'execute') or prosecdef)
       union all
       select relname from pg_class where relnamespace = 'earmark'::regnamespace and relkind in ('r', 'p', 'v')
         and has_table_privilege('earmark_reader', oid, 'insert, update, delete, truncate, references, trigger')
       union all
       select 'create in the schema' where has_schema_privilege('earmark_reader', 'earmark', 'create')`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(['add_partition', 'index_embeddings']);
  });

  test('lets earmark_reader read everything and write nothing', async () => {
    const { rows } = await pool.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'earmark'::regnamespace and relkind in ('r', 'p', 'v')`,
    );
    const client = await pool.connect();
    try {
      await client.query('set role earmark_reader');
      for (const { name } of rows) {
        await client.query(`select * from ${name} limit 1`);
        const write = client.query(`delete from ${name}`);
        await expect(write, name).rejects.toThrow(/permission denied|cannot delete from view/);
      }
      expect(rows.length).toBeGreaterThan(10);
    } finally {
      client.release(true);
    }
  });
});

describe('planning', () => {
  test('goes on with the unfinished run of the same request', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => openTestRun(pool, 'same', parts)));
    expect(new Set(runs).size).toBe(1);
    expect(await openTestRun(pool, 'other', parts)).not.toBe(runs[0]);
  });

  test('lists a track once, however often it is added', async () => {
    const runId = await openTestRun(pool, 'twice', parts);
    const items = itemsOf('twice', 3);
    await addTracks(pool, runId, items);
    await addTracks(pool, runId, [...items, ...items]);
    const planned = await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    expect(planned).toEqual({ runId, nTracks: 3, nTasks: 6, nSettled: 0, isPaused: false });
  });

  test('lists an address that is too long for an index once, and tells it from one that ends otherwise', async () => {
    const runId = await openTestRun(pool, 'long', parts);
    const random = createRandom(1);
    const letters = Array.from({ length: 12_000 }, () => random().toString(36)[2]).join('');
    const items = ['a', 'b'].map((file) => ({
      ...sourceItem(file),
      uri: `file:///${letters}${file}`,
    }));
    await addTracks(pool, runId, items);
    await addTracks(pool, runId, items);
    await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: 10 });
    expect(jobs.map(({ uri }) => uri).sort()).toEqual(items.map(({ uri }) => uri));
  });

  test('puts the new version of a file in the place of the one before', async () => {
    const runId = await openTestRun(pool, 'changed', parts);
    await addTracks(pool, runId, [sourceItem('changed.wav', '1'), sourceItem('same.wav')]);
    await addTracks(pool, runId, [sourceItem('changed.wav', '2'), sourceItem('same.wav')]);
    await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: 10 });
    const versions = Object.fromEntries(jobs.map(({ uri, trackVersion }) => [uri, trackVersion]));
    expect(versions).toEqual({
      'file:///music/changed.wav': '2',
      'file:///music/same.wav': '1',
    });
  });

  test('owes every model of every track, page by page', async () => {
    const { runId } = await planTestRun(pool, { name: 'pages', nTracks: 5, parts });
    const first = await owedJobs(pool, { runId, afterTrack: 0, limit: 3 });
    const second = await owedJobs(pool, { runId, afterTrack: first[2]!.trackId, limit: 3 });
    expect([first.length, second.length]).toEqual([3, 2]);
    expect([...first, ...second].every(({ modelRowIds }) => modelRowIds.length === 2)).toBe(true);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'running', nSettled: 0 });
  });
});

describe('a run whose jobs are split', () => {
  test('owes a job for each track and model, and whole tracks at a time', async () => {
    const runId = await openTestRun(pool, 'split', parts, { splitJobs: true });
    await addTracks(pool, runId, itemsOf('split', 5));
    await finishPlanning(pool, runId, { force: false, settledBy: 'test' });
    const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: 5 });
    expect(jobs.map(({ modelRowIds }) => modelRowIds)).toEqual(
      [0, 1].flatMap(() => parts.models.map((model) => [model])),
    );
    expect(new Set(jobs.map(jobId)).size).toBe(4);
    const afterTrack = jobs.at(-1)!.trackId;
    const rest = await owedJobs(pool, { runId, afterTrack, limit: 1_000 });
    expect(rest).toHaveLength(6);
    expect(rest.every(({ trackId }) => trackId > afterTrack)).toBe(true);
  });
});
