import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelRowId, parseRunOptions } from '@earmark/core/run';
import {
  addTracks,
  concludeRun,
  createPool,
  forgetSource,
  inTransaction,
  migrate,
  openRun,
  type Pool,
  registerModels,
} from '@earmark/ledger';
import { type Listing, planListing, runListing, tagListing } from '../support/listed-runs.ts';
import { registerParts, type RunParts, testModel, VOCABULARY } from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
let parts: RunParts;

beforeAll(async () => {
  pool = createPool(await createDatabase('current_collection'));
  await migrate(pool);
  parts = await registerParts(pool);
});
afterAll(() => pool.end());

/** Every content has a score of its own for "red", and so has every model; a number that is exact as a float. */
const redOf = (content: string, modelRowId: ModelRowId) =>
  (content.charCodeAt(0) + modelRowId) / 256;
const score = (content: string, modelRowId: ModelRowId) =>
  Float32Array.of(redOf(content, modelRowId), 0.5, 0.25);

/** A folder by its name, with content of one letter a file. */
function folder(name: string, files: Listing['files'], more: Partial<Listing> = {}): Listing {
  const [one] = parts.models;
  const { softwareId } = parts;
  const source = `/${name}`;
  return {
    source,
    uriPrefix: `file:///${name}/`,
    files,
    models: [one!],
    softwareId,
    score,
    ...more,
  };
}

async function rows<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
  return (await pool.query<Row & Record<string, unknown>>(sql, [...values])).rows;
}

async function column<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
  return (await rows<{ value: T }>(sql, values)).map(({ value }) => value);
}

const current = (name: string) =>
  column<string>(
    `select file || ' ' || s.score as value from track_info join score s using (track_id)
     where source = $1 and tag = 'red' and model = 'test/one' order by file`,
    [`/${name}`],
  );

const expected = (...contents: readonly (readonly [file: string, content: string])[]) =>
  contents.map(([file, content]) => `${file} ${String(redOf(content, parts.models[0]!))}`);

test('the collection is what the newest listing of a source contains', async () => {
  await runListing(
    pool,
    folder('changes', { 'a.wav': ['1', 'a'], 'b.wav': ['1', 'b'], 'c.wav': ['1', 'c'] }),
  );
  expect(await current('changes')).toEqual(
    expected(['a.wav', 'a'], ['b.wav', 'b'], ['c.wav', 'c']),
  );
  const later = folder('changes', {
    'a.wav': ['1', 'a'],
    'b.wav': ['2', 'x'],
    'd.wav': ['1', 'd'],
  });
  const runId = await runListing(pool, later);
  expect(await current('changes')).toEqual(
    expected(['a.wav', 'a'], ['b.wav', 'x'], ['d.wav', 'd']),
  );
  expect(await rows(`select run_id, n_tracks from source where source = '/changes'`)).toEqual([
    { run_id: runId, n_tracks: 3 },
  ]);
  const history = await column<number>(
    `select score as value from score_history where uri = 'file:///changes/b.wav' and tag = 'red' order by tagged_at`,
  );
  expect(history).toEqual([redOf('b', parts.models[0]!), redOf('x', parts.models[0]!)]);
});

test('a listing that has not come to its end changes nothing', async () => {
  await runListing(pool, folder('unfinished', { 'a.wav': ['1', 'a'] }));
  const { source, uriPrefix, models } = folder('unfinished', {});
  const options = parseRunOptions({});
  const fingerprint = 'unfinished';
  const runId = await openRun(pool, { source, uriPrefix, fingerprint, models, options });
  const item = { file: 'b.wav', uri: 'file:///unfinished/b.wav', version: '1', sizeBytes: 1 };
  await addTracks(pool, runId, [{ ...item, metadata: {} }]);
  expect(await current('unfinished')).toEqual(expected(['a.wav', 'a']));
});

test('a run with a limit removes nothing, and replaces what it lists', async () => {
  await runListing(pool, folder('limited', { 'a.wav': ['1', 'a'], 'b.wav': ['1', 'b'] }));
  const limited = { uriPrefix: null, options: { limit: 1 } };
  await runListing(pool, folder('limited', { 'a.wav': ['2', 'x'] }, limited));
  expect(await current('limited')).toEqual(expected(['a.wav', 'x'], ['b.wav', 'b']));
});

test('a listing covers the folders in it, and only these', async () => {
  await runListing(pool, folder('outer/inner', { 'a.wav': ['1', 'a'], 'b.wav': ['1', 'b'] }));
  await runListing(pool, folder('outer-2', { 'c.wav': ['1', 'c'] }));
  await runListing(pool, folder('outer', { 'inner/a.wav': ['1', 'a'] }));
  const uris = await column<string>(
    `select uri as value from track_info where uri like 'file:///outer%' order by uri`,
  );
  expect(uris).toEqual(['file:///outer-2/c.wav', 'file:///outer/inner/a.wav']);
});

test('a list takes the place of its former self, and of nothing else', async () => {
  const list = (name: string, files: Listing['files']) => folder(name, files, { uriPrefix: null });
  await runListing(pool, list('list-1', { 'a.wav': ['1', 'a'] }));
  await runListing(pool, list('list-2', { 'b.wav': ['1', 'b'] }));
  await runListing(pool, list('list-2', { 'c.wav': ['1', 'c'] }));
  expect(await current('list-1')).toEqual(expected(['a.wav', 'a']));
  expect(await current('list-2')).toEqual(expected(['c.wav', 'c']));
});

test('a source that is forgotten leaves the collection until it is run again', async () => {
  const listing = folder('forgotten', { 'a.wav': ['1', 'a'], 'b.wav': ['1', 'b'] });
  await runListing(pool, listing);
  expect(await forgetSource(pool, '/forgotten')).toBe(2);
  expect(await current('forgotten')).toEqual([]);
  const isCurrent = () =>
    column<boolean>(`select is_current as value from source where source = '/forgotten'`);
  expect(await isCurrent()).toEqual([false]);
  await expect(forgetSource(pool, '/forgotten')).rejects.toMatchObject({
    code: 'USAGE_INVALID',
    message: expect.stringContaining('/limited') as string,
  });
  await runListing(pool, listing);
  expect(await current('forgotten')).toEqual(expected(['a.wav', 'a'], ['b.wav', 'b']));
  expect(await isCurrent()).toEqual([true]);
});

test('a file that was touched is the same track, and no copy or neighbour of itself', async () => {
  const first = await runListing(
    pool,
    folder('touched', { 'a.wav': ['1', 'M'], 'b.wav': ['1', 'N'] }),
  );
  const second = await runListing(
    pool,
    folder('touched', { 'a.wav': ['2', 'M'], 'b.wav': ['1', 'N'] }),
  );
  const ids = await column<string>(
    `select string_agg(distinct track_id::text, ' ') as value from run_track
     where run_id in ($1, $2) group by file order by file`,
    [first, second],
  );
  expect(ids).toEqual([expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)]);
  expect(await rows(`select version from track where uri = 'file:///touched/a.wav'`)).toEqual([
    { version: '2' },
  ]);
  expect(await rows(`select * from copy where uri like 'file:///touched/%'`)).toEqual([]);
  const near = await column<string>(
    `select uri as value from nearest_tracks('test/one', 'file:///touched/a.wav', 10, $1)`,
    [second],
  );
  expect(near).toEqual(['file:///touched/b.wav']);
  const outcomes = await column<string>(
    `select status as value from task_outcome where run_id in ($1, $2) order by run_id, track_id`,
    [first, second],
  );
  expect(outcomes).toHaveLength(4);
  // The same file again is known in its newest version: nothing is owed.
  await runListing(pool, folder('touched', { 'a.wav': ['2', 'M'], 'b.wav': ['1', 'N'] }));
  expect(
    await column(`select count(*) as value from track where uri like 'file:///touched/%'`),
  ).toEqual([2]);
});

test('what was read of a file when it was touched stays with it', async () => {
  await runListing(pool, folder('reread', { 'a.wav': ['1', 'M'] }));
  // An earlier version did not read it.
  await pool.query('update track set title = null');
  const touched = folder('reread', { 'a.wav': ['2', 'M'] });
  await runListing(pool, { ...touched, options: { force: true } });
  const titles = `select title as value from track where uri like 'file:///reread/%'`;
  expect(await column(titles)).toEqual(['title of M']);
});

test('a file that was touched stays two tracks while a run that has one of them goes on', async () => {
  const before = folder('going', { 'a.wav': ['1', 'q'] });
  await runListing(pool, before);
  const after = folder('going', { 'a.wav': ['2', 'q'] });
  const other = await planListing(pool, { ...after, options: { force: true } });
  const runId = await runListing(pool, after);
  const count = () =>
    column(`select count(*) as value from track where uri = 'file:///going/a.wav'`);
  expect(await count()).toEqual([2]);
  await tagListing(pool, other, { ...after, options: { force: true } });
  await concludeRun(pool, other);
  expect(await count()).toEqual([1]);
  await concludeRun(pool, runId);
  expect(await current('going')).toEqual(expected(['a.wav', 'q']));
});

test('copies are listed as copies, by what they contain', async () => {
  await runListing(
    pool,
    folder('copies', { 'a.wav': ['1', 'K'], 'b/a.wav': ['1', 'K'], 'c.wav': ['1', 'L'] }),
  );
  const copies = await rows(
    `select uri, n_files from copy where uri like 'file:///copies/%' order by uri`,
  );
  expect(copies).toEqual([
    { uri: 'file:///copies/a.wav', n_files: 2 },
    { uri: 'file:///copies/b/a.wav', n_files: 2 },
  ]);
  const near = await rows(
    `select uri, is_copy from nearest_tracks('test/one', 'file:///copies/a.wav', 1)`,
  );
  expect(near).toEqual([{ uri: 'file:///copies/b/a.wav', is_copy: true }]);
});

test('what --force replaces is kept', async () => {
  const files = { 'a.wav': ['1', 'a'] } as const;
  const runId = await runListing(pool, folder('forced', files));
  const drifted = (content: string, id: ModelRowId) => score(content, id).map((value) => value / 2);
  await runListing(pool, folder('forced', files, { score: drifted, options: { force: true } }));
  const red = redOf('a', parts.models[0]!);
  expect(await current('forced')).toEqual([`a.wav ${String(red / 2)}`]);
  const history = () =>
    rows(
      `select score, replaced_at is null as is_valid from score_history
       where uri = 'file:///forced/a.wav' and tag = 'red' order by tagged_at`,
    );
  const scores = [
    { score: red, is_valid: false },
    { score: red / 2, is_valid: true },
  ];
  expect(await history()).toEqual(scores);
  await concludeRun(pool, runId);
  expect(await history()).toEqual(scores);
});

test('the same prediction stored again is not a replaced one', async () => {
  const n = () => column<number>(`select count(*) as value from prediction_history`);
  const before = await n();
  await runListing(pool, folder('again', { 'a.wav': ['1', 'a'], 'b.wav': ['1', 'a'] }));
  await runListing(pool, folder('again', { 'a.wav': ['3', 'a'], 'b.wav': ['1', 'a'] }));
  expect(await n()).toEqual(before);
});

test('a name stands for new weights once a run with them is complete', async () => {
  const [one] = parts.models;
  const model = testModel('test/one', { weightsSha256: 'f'.repeat(64) });
  const [renewed] = await inTransaction(pool, (client) =>
    registerModels(client, [{ model, vocabulary: VOCABULARY }]),
  );
  const old = folder('weights', { 'a.wav': ['1', 'a'] });
  const first = await runListing(pool, old);
  const listing = { ...old, models: [renewed!] };
  const second = await planListing(pool, listing);
  const named = () => column<number>(`select model_id('test/one') as value`);
  expect(await named()).toEqual([one]);
  expect(await current('weights')).toEqual(expected(['a.wav', 'a']));

  await tagListing(pool, second, listing);
  await concludeRun(pool, second);
  expect(await named()).toEqual([renewed]);
  expect(await current('weights')).toEqual([`a.wav ${String(redOf('a', renewed!))}`]);
  const uri = 'file:///weights/a.wav';
  const history = await rows(
    `select model_id, is_current_model from score_history where uri = $1 and tag = 'red' order by model_id`,
    [uri],
  );
  expect(history).toEqual([
    { model_id: one, is_current_model: false },
    { model_id: renewed, is_current_model: true },
  ]);
  // An older run is asked for its own weights, and concluding it again changes nothing.
  expect(await column(`select model_id('test/one', $1) as value`, [first])).toEqual([one]);
  await concludeRun(pool, first);
  expect(await named()).toEqual([renewed]);
  await runListing(pool, { ...old, options: { topK: 2 } });
  expect(await named()).toEqual([one]);
});
