import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseNpy } from '@earmark/core/corpus';
import { RunId } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { reportRun } from '@earmark/reports';
import { type Export, exportRun } from '@earmark/reports/results';
import { fillCorpus } from '../../bench/support/fill-corpus.ts';
import { planTestRun, registerParts } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';

interface Stored {
  readonly file: string;
  readonly track_id: string;
  readonly artist_id: string;
  readonly model: string;
  readonly scores: readonly number[];
}

let pool: Pool;
let runId: RunId;
let folder: string;
let tags: readonly string[];
let stored: readonly Stored[];
let duckdb: DuckDBConnection;

beforeAll(async () => {
  const url = await createDatabase('export_run');
  pool = createPool(url);
  await migrate(pool);
  // More tracks than a row group of the long layout holds.
  ({ runId } = await fillCorpus(pool, url, { nTracks: 2_700, nModels: 2, seed: 3 }));
  tags = (await pool.query<{ tag: string }>('select tag from tag order by position')).rows.map(
    ({ tag }) => tag,
  );
  const { rows } = await pool.query<Stored>(
    `select rt.file, t.metadata ->> 'trackId' as track_id, t.metadata ->> 'artistId' as artist_id, m.name as model,
       p.scores
     from run_track rt join track t on t.id = rt.track_id join prediction p using (track_id)
     join model m on m.id = p.model_id
     where rt.run_id = $1 order by m.id, rt.file`,
    [runId],
  );
  stored = rows.map((row) => ({ ...row, scores: row.scores.map(Math.fround) }));
  duckdb = await DuckDBConnection.create();
});
afterAll(async () => {
  duckdb.closeSync();
  await pool.end();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ofRun = (what: Export, models?: readonly string[]) =>
  exportRun(pool, runId, { what, folder, ...(models && { models }) });

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  return (await duckdb.runAndReadAll(sql)).getRowObjectsJS();
}

async function queryColumns(sql: string): Promise<Readonly<Record<string, readonly unknown[]>>> {
  return (await duckdb.runAndReadAll(sql)).getColumnsObjectJS();
}

describe('Parquet', () => {
  test('long has a row for every file, model and tag, with the ids of the corpus', async () => {
    const [path, ...others] = await ofRun({ format: 'parquet', layout: 'long' });
    expect(others).toEqual([]);
    const columns = await queryColumns(`select * from read_parquet('${path}')`);
    const repeated = (name: 'file' | 'track_id' | 'artist_id' | 'model') =>
      stored.flatMap((row) => tags.map(() => row[name]));
    const expected = {
      ...{ file: repeated('file'), track_id: repeated('track_id') },
      ...{ artist_id: repeated('artist_id'), model: repeated('model') },
      tag: stored.flatMap(() => tags),
      score: stored.flatMap(({ scores }) => scores),
    };
    // Not toEqual, which takes seconds for so many.
    for (const [name, values] of Object.entries(expected))
      expect(isDeepStrictEqual(columns[name], values), name).toBe(true);
    expect(
      await query(
        `select count(*) as n from parquet_file_metadata('${path}') where num_row_groups > 2`,
      ),
    ).toEqual([{ n: 1n }]);
  });

  test('wide has a file per model, and a column per tag', async () => {
    const paths = await ofRun({ format: 'parquet', layout: 'wide' });
    expect(paths).toHaveLength(2);
    for (const [i, model] of ['jamendo/fcn', 'jamendo/crnn'].entries()) {
      const rows = await query(`select * from read_parquet('${paths[i]}')`);
      const expected = stored.filter((row) => row.model === model);
      expect(rows.map(({ file, artist_id }) => [file, artist_id])).toEqual(
        expected.map(({ file, artist_id }) => [file, artist_id]),
      );
      expect(rows.map((row) => tags.map((tag) => row[tag]))).toEqual(
        expected.map(({ scores }) => scores),
      );
    }
  });

  test('of a corpus without ids has no columns of ids', async () => {
    const { rows } = await pool.query<{ id: number; metadata: unknown }>(
      'select id, metadata from track',
    );
    await pool.query(`update track set metadata = '{}'`);
    const [path] = await ofRun({ format: 'parquet', layout: 'long' }, ['jamendo/fcn']);
    const columns = await query(`describe select * from read_parquet('${path}')`);
    await pool.query(
      `update track t set metadata = old.metadata
       from unnest($1::bigint[], $2::jsonb[]) as old (id, metadata) where t.id = old.id`,
      [rows.map(({ id }) => id), rows.map(({ metadata }) => JSON.stringify(metadata))],
    );
    expect(columns.map(({ column_name, column_type }) => [column_name, column_type])).toEqual([
      ['file', 'VARCHAR'],
      ['model', 'VARCHAR'],
      ['tag', 'VARCHAR'],
      ['score', 'FLOAT'],
    ]);
  });
});

describe('embeddings', () => {
  test('are a matrix of the model that yields them, with the file of each row', async () => {
    const [matrix, rows, ...others] = await ofRun({ format: 'embeddings' });
    expect([basename(matrix!), basename(rows!), ...others]).toEqual([
      expect.stringMatching(/^embeddings_jamendo_crnn_\d{8}\.npy$/),
      expect.stringMatching(/^embeddings_jamendo_crnn_\d{8}\.json$/),
    ]);
    const { rows: expected } = await pool.query<{ file: string; embedding: number[] }>(
      `select rt.file, p.embedding from run_track rt join prediction p using (track_id)
       where rt.run_id = $1 and p.embedding is not null order by rt.file`,
      [runId],
    );
    expect(JSON.parse(await readFile(rows!, 'utf8'))).toEqual(expected.map(({ file }) => file));
    expect(parseNpy(await readFile(matrix!), matrix!)).toEqual({
      nRows: expected.length,
      nColumns: tags.length,
      values: Float32Array.from(expected.flatMap(({ embedding }) => embedding)),
    });
    expect(expected.length).toBeGreaterThan(2_600);
  });

  test('of a model that yields none are a wrong usage, and nothing is written', async () => {
    await expect(ofRun({ format: 'embeddings' }, ['jamendo/fcn'])).rejects.toMatchObject({
      code: 'USAGE_INVALID',
      message: expect.stringContaining('no embeddings of these models') as string,
    });
    expect(await readdir(folder)).toEqual([]);
  });
});

test('scores as CSV read back as the numbers that are stored', async () => {
  const [path] = await ofRun({ format: 'scores' }, ['jamendo/crnn']);
  const rows = await query(`select * from read_csv('${path}', header = true)`);
  expect(rows.map((row) => tags.map((tag) => Math.fround(Number(row[tag]))))).toEqual(
    stored.filter(({ model }) => model === 'jamendo/crnn').map(({ scores }) => scores),
  );
});

test('results have as many tags as asked for, from the threshold on', async () => {
  const best = { topK: 7, threshold: 0.3 };
  const [csv, json] = await ofRun({ format: 'results', ...best }, ['jamendo/fcn']);
  const written = JSON.parse(await readFile(json!, 'utf8')) as Record<
    string,
    { predictions: { prob: number }[] }
  >;
  const expected = stored
    .filter(({ model }) => model === 'jamendo/fcn')
    .map(({ file, scores }) => [
      file,
      topK(Float32Array.from(scores), { k: 7, threshold: 0.3 }).map((tag) =>
        Number(scores[tag]!.toFixed(3)),
      ),
    ]);
  expect(
    Object.entries(written).map(([file, { predictions }]) => [
      file,
      predictions.map(({ prob }) => prob),
    ]),
  ).toEqual(expected);
  expect((await readFile(csv!, 'utf8')).split('\n')[0]).toMatch(/,prob_7$/);
});

test('without numbers of its own, an export is byte for byte what the report has written', async () => {
  await reportRun(pool, runId, folder);
  const names = (await readdir(folder)).filter((name) => !/^(report|tracks)/.test(name));
  const before = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  await Promise.all(names.map((name) => rm(join(folder, name))));
  const paths = [...(await ofRun({ format: 'results' })), ...(await ofRun({ format: 'scores' }))];
  expect(paths.toSorted()).toEqual(names.map((name) => join(folder, name)).toSorted());
  expect(await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).toEqual(
    before,
  );
});

test.each([
  { what: 'a run that is not there', run: 99, models: undefined, says: /no run 99/ },
  { what: 'a model that the run has not', run: 1, models: ['fcn'], says: /no model "fcn"/ },
])('$what is a wrong usage, and nothing is written', async ({ run, models, says }) => {
  const request = { what: { format: 'scores' } as const, folder, ...(models && { models }) };
  const exported = exportRun(pool, RunId.parse(run), request);
  await expect(exported).rejects.toMatchObject({ code: 'USAGE_INVALID', message: says });
  expect(await readdir(folder)).toEqual([]);
});

test('a run of which nothing is tagged yet is a wrong usage', async () => {
  const parts = await registerParts(pool);
  const { runId: empty } = await planTestRun(pool, { name: 'empty', nTracks: 2, parts });
  const exported = exportRun(pool, empty, { what: { format: 'scores' }, folder });
  await expect(exported).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: /earmark status/,
  });
});
