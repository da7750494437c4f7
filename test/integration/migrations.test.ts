import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, migrate, type Pool, type Queryable } from '@earmark/ledger';
import { createDatabase } from '../support/services.ts';

// A ledger of the first version, with rows in every table, is migrated; a new one beside it is the measure.

type Row = Record<string, unknown>;

const FOLDER = new URL('../../packages/ledger/migrations/', import.meta.url);

/** New names by their old ones. */
const RENAMED: Readonly<Record<string, string>> = {
  tagger: 'software',
  tagger_id: 'software_id',
  probability: 'score',
  probabilities: 'scores',
  profile: 'conversion_version',
  worker: 'settled_by',
};

const TABLES = [
  ...['vocabulary', 'tag', 'model', 'track', 'run', 'run_model', 'run_track', 'task_outcome'],
  ...['tagger', 'prediction', 'report'],
];
const VIEWS = [
  ...['probability', 'top_tag', 'run_progress', 'failure', 'tag_frequency', 'coverage'],
  'throughput',
];
/** Views that show what a report says; they were computed from predictions before. */
const REPORT_VIEWS = ['agreement', 'tag_agreement'];
const NEAREST = `nearest_tracks('test/one', 1, 2)`;
const CALLS = [`scores('test/one', 'green')`, `top_tracks('test/one', 'green', 2)`];

let migrated: Pool;
let fresh: Pool;
let before: ReadonlyMap<string, readonly Row[]>;
let applied: readonly string[];

beforeAll(async () => {
  migrated = createPool(await createDatabase('migrations_old'));
  await createOldLedger(migrated);
  await migrated.query(FILL);
  await migrated.query(PARTITIONS);
  await migrated.query(PREDICTIONS);
  await migrated.query('create view public.loud as select uri, probability from probability');
  before = await contentOf(migrated, [...TABLES, ...VIEWS, ...CALLS, NEAREST]);
  applied = await migrate(migrated);

  fresh = createPool(await createDatabase('migrations_new'));
  await migrate(fresh);
  await fresh.query(FILL_MODELS.replace('profile', 'conversion_version'));
  await fresh.query(
    PARTITIONS.replaceAll('table prediction', 'table earmark_partitions.prediction'),
  );
});
afterAll(async () => {
  await migrated.end();
  await fresh.end();
});

/** As `migrate` made it when 0005 was the last migration. */
async function createOldLedger(db: Queryable): Promise<void> {
  await db.query(`
    create schema earmark;
    create table earmark.migration (name text primary key, applied_at timestamptz not null default now())`);
  const files = (await readdir(FOLDER)).filter((name) => name < '0006').sort();
  expect(files).toHaveLength(5);
  for (const name of files) {
    await db.query(await readFile(new URL(name, FOLDER), 'utf8'));
    await db.query('insert into earmark.migration (name) values ($1)', [name]);
  }
}

const FILL_MODELS = `
  insert into vocabulary (id, n_tags) values ('colours', 3);
  insert into tag (vocabulary_id, position, tag, category, name_en, name_zh)
    values ('colours', 1, 'red', 'tag', 'Red', '红'), ('colours', 2, 'green', 'tag', 'Green', '绿'),
           ('colours', 3, 'blue', 'tag', 'Blue', '蓝');
  insert into model (name, weights_sha256, profile, scoring, architecture, vocabulary_id, input_length, published,
                     demonstration)
    values ('test/one', 'a', 'fp32-1', 'mean-of-16-1', 'fcn', 'colours', 100, true, false),
           ('test/two', 'b', 'fp32-1', 'centre-1', 'crnn', 'colours', 200, false, true);`;

/** What of a report the views show. */
const REPORT = {
  version: 4,
  options: { topK: 5, threshold: 0.1 },
  vocabularies: [
    {
      vocabulary: 'colours',
      tags: [{ tag: 'red', category: 'tag', en: 'Red', zh: '红' }],
      raters: ['test/one', 'test/two', 'ensemble'].map((rater) => ({
        rater,
        nTracks: 2,
        tags: [],
      })),
      agreement: {
        pairs: [{ a: 'test/one', b: 'test/two', nTracks: 2, mean: 0.75 }],
        nCompleteTracks: 2,
        tags: [{ selected: 3, unanimousShare: 0.5, nTracksSelectedByAny: 2, fleissKappa: -0.25 }],
      },
    },
  ],
};

const FILL = `${FILL_MODELS}
  insert into track (uri, version, size_bytes, content_sha256, duration_seconds, metadata)
    values ('file:///music/a.wav', '1', 10, '\\x01', 1.5, '{"artistId": "7"}'),
           ('file:///music/b.wav', '1', 20, null, null, '{}'),
           ('file:///music/c.wav', '1', 30, '\\x03', 2.5, '{}');
  insert into run (source, fingerprint, options, state, n_tracks, n_tasks, n_settled, n_failed, enqueued_to,
                   created_at, planned_at, completed_at, listed_at)
    values ('/music', 'f', '{"topK": 5}', 'complete', 3, 6, 6, 1, 3, '2026-01-01Z', '2026-01-02Z', '2026-01-03Z',
            '2026-01-01Z');
  insert into run_model (run_id, model_id, position) values (1, 1, 1), (1, 2, 2);
  insert into run_track (run_id, track_id, file) values (1, 1, 'a.wav'), (1, 2, 'b.wav'), (1, 3, 'c.wav');
  insert into task_outcome (run_id, track_id, model_id, status, code, message, attempts, worker, settled_at)
    values (1, 1, 1, 'tagged', null, null, 1, 'host:1', '2026-01-02 00:00:01Z'),
           (1, 1, 2, 'tagged', null, null, 1, 'host:1', '2026-01-02 00:00:01Z'),
           (1, 2, 1, 'failed', 'AUDIO_UNDECODABLE', 'No audio.', 3, 'host:2', '2026-01-02 00:01:01Z'),
           (1, 2, 2, 'tagged', null, null, 2, 'host:2', '2026-01-02 00:01:02Z'),
           (1, 3, 1, 'reused', null, null, 0, 'host:3', '2026-01-02 00:00:00Z'),
           (1, 3, 2, 'reused', null, null, 0, 'host:3', '2026-01-02 00:00:00Z');
  insert into tagger (decoder, resampler, device, runtime, earmark_version)
    values ('ffmpeg 7', 'soxr', 'cpu', 'onnxruntime 1', '0.1.0');
  insert into report (run_id, report) values (1, '${JSON.stringify(REPORT)}');`;

/** As models are registered. */
const PARTITIONS = [1, 2]
  .map(
    (id) =>
      `create table prediction_${String(id)} partition of prediction for values in (${String(id)});
       comment on table prediction_${String(id)} is 'Predictions of model ${String(id)}.'`,
  )
  .join(';');

const PREDICTIONS = `
  insert into prediction (model_id, track_id, probabilities, top_tags, n_chunks, tagger_id)
    values (1, 1, '{0.1, 0.7, 0.2}', '{2, 3, 1}', 16, 1), (1, 3, '{0.6, 0.3, 0.1}', '{1, 2, 3}', 16, 1),
           (2, 1, '{0.2, 0.3, 0.4}', '{3, 2, 1}', 1, 1), (2, 2, '{0.9, 0.8, 0.7}', '{1, 2, 3}', 1, 1),
           (2, 3, '{0.5, 0.6, 0.7}', '{3, 2, 1}', 1, 1)`;

/** The rows of tables, views and functions, in any order that does not change. */
async function contentOf(
  db: Queryable,
  relations: readonly string[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const content = new Map<string, readonly Row[]>();
  for (const relation of relations) {
    const { rows } = await db.query<{ row: Row }>(
      `select to_jsonb(content) as row from ${relation} as content order by content::text`,
    );
    content.set(
      relation,
      rows.map(({ row }) => row),
    );
  }
  return content;
}

const toNewName = (name: string) => RENAMED[name] ?? name;
const toNewRow = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [toNewName(name), value]));

test('the new migrations are applied, once', async () => {
  expect(applied).toEqual([
    '0006-plain-words.sql',
    '0007-on-call.sql',
    '0008-lease.sql',
    '0009-long-addresses.sql',
    '0010-audio-levels.sql',
    '0011-current-collection.sql',
    '0012-current-scores.sql',
    '0013-selected-tags.sql',
    '0014-reports-and-work.sql',
    '0015-fewer-checks.sql',
    '0016-writers.sql',
    '0017-track-metadata.sql',
    '0018-sample-rates.sql',
    '0019-embeddings.sql',
  ]);
  expect(await migrate(migrated)).toEqual([]);
});

test('models of before read 16 kHz', async () => {
  const { rows } = await migrated.query(
    'select name, sample_rate, input_length from model order by name',
  );
  expect(rows).toEqual([
    { name: 'test/one', sample_rate: 16_000, input_length: 100 },
    { name: 'test/two', sample_rate: 16_000, input_length: 200 },
  ]);
});

test('predictions of before have no embedding', async () => {
  const { rows } = await migrated.query('select from prediction where embedding is not null');
  expect(rows).toEqual([]);
});

test.each([...TABLES, ...VIEWS, ...CALLS])('%s has the rows that it had before', async (name) => {
  const rows = before.get(name) ?? [];
  expect(rows.length).toBeGreaterThan(0);
  const after = await contentOf(migrated, [toNewName(name)]);
  // A later migration may add columns.
  expect(after.get(toNewName(name))).toMatchObject(rows.map(toNewRow));
});

test('the nearest tracks are those of before, by distances of double precision', async () => {
  const [expected] = before.get(NEAREST) ?? [];
  const [nearest] = (await contentOf(migrated, [NEAREST])).get(NEAREST) ?? [];
  expect(nearest).toMatchObject({ track_id: expected?.['track_id'], uri: expected?.['uri'] });
  expect(nearest?.['distance']).toBeCloseTo(expected?.['distance'] as number, 6);
});

test('the agreement of models is what the report says', async () => {
  const views = await contentOf(migrated, REPORT_VIEWS);
  const selection = { run_id: 1, top_k: 5, threshold: 0.1, vocabulary: 'colours' };
  expect(views.get('agreement')).toMatchObject([
    { ...selection, model_a: 'test/one', model_b: 'test/two', n_tracks: 2, jaccard: 0.75 },
  ]);
  expect(views.get('tag_agreement')).toMatchObject([
    { ...selection, tag: 'red', n_models: 2, n_any: 2, n_all: 1, mean_models: 1.5, n_tracks: 2 },
  ]);
});

test('a view that an analyst made of a renamed view goes on working', async () => {
  const { rows } = await migrated.query('select * from public.loud where probability > 0.85');
  expect(rows).toEqual([{ uri: 'file:///music/b.wav', probability: 0.9 }]);
});

test('earmark_reader reads every table and view and calls every function', async () => {
  const client = await migrated.connect();
  try {
    await client.query('set role earmark_reader');
    for (const name of [...TABLES, ...VIEWS, ...REPORT_VIEWS, ...CALLS, NEAREST].map(toNewName)) {
      expect((await client.query(`select * from ${name}`)).rowCount, name).toBeGreaterThan(0);
    }
  } finally {
    client.release(true);
  }
});

test.each([
  {
    what: 'column',
    sql: `select c.relname, c.relkind, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
            a.attidentity, pg_get_expr(d.adbin, d.adrelid) as "default", col_description(c.oid, a.attnum) as comment
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
          where c.relnamespace in ('earmark'::regnamespace, 'earmark_partitions'::regnamespace)
            and c.relkind in ('r', 'p', 'v')
          order by c.relname, a.attnum`,
  },
  {
    what: 'relation',
    sql: `select relnamespace::regnamespace::text as schema, relname, relkind, obj_description(oid, 'pg_class') as comment,
            array(select privilege::text from unnest(relacl) as privilege
                  where privilege::text like 'earmark_reader=%') as "privileges of the reader",
            case relkind when 'v' then pg_get_viewdef(oid) when 'i' then pg_get_indexdef(oid)
              when 'I' then pg_get_indexdef(oid) end as definition
          from pg_class
          where relnamespace in ('earmark'::regnamespace, 'earmark_partitions'::regnamespace) order by relname`,
  },
  {
    what: 'constraint',
    sql: `select conrelid::regclass::text as relation, conname, pg_get_constraintdef(oid) as definition
          from pg_constraint
          where connamespace in ('earmark'::regnamespace, 'earmark_partitions'::regnamespace) order by 1, 2`,
  },
  {
    what: 'function',
    sql: `select proname, pg_get_functiondef(oid) as definition, obj_description(oid, 'pg_proc') as comment,
            array(select privilege::text from unnest(proacl) as privilege order by 1) as privileges
          from pg_proc where pronamespace = 'earmark'::regnamespace order by proname, pg_get_function_arguments(oid)`,
  },
])('every $what is that of a new ledger, and none has an old name', async ({ sql }) => {
  const { rows } = await migrated.query<Row>(sql);
  expect(rows.length).toBeGreaterThan(4);
  expect(rows).toEqual((await fresh.query(sql)).rows);
  expect(JSON.stringify(rows)).not.toMatch(/tagger|probabilities|profile|task_outcome_worker/);
});
