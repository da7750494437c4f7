import { afterAll, beforeAll, expect, test } from 'vitest';
import { ModelRowId, type RunId, type TagJob, type TaskOutcome } from '@earmark/core/run';
import {
  addTracks,
  createPool,
  findStoredContents,
  finishPlanning,
  migrate,
  owedJobs,
  owedModels,
  type Pool,
  runProgress,
  settle,
  type Settlement,
} from '@earmark/ledger';
import {
  itemsOf,
  openTestRun,
  planTestRun,
  registerParts,
  type RunParts,
} from '../support/planned-run.ts';
import { createRandom, shuffled } from '../support/random.ts';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
let parts: RunParts;

beforeAll(async () => {
  pool = createPool(await createDatabase('settle'), { max: 8 });
  await migrate(pool);
  parts = await registerParts(pool);
  // Counts how often a run becomes complete.
  await pool.query(`
    create table completion (run_id integer);
    create function note_completion() returns trigger language plpgsql as
      $$ begin insert into completion values (new.id); return new; end $$;
    create trigger note_completion after update on run for each row
      when (new.state = 'complete' and old.state <> 'complete') execute function note_completion()`);
});
afterAll(() => pool.end());

const SCORES = Float32Array.of(0.25, 0.75, 0.1);
const tagged = (modelRowId: ModelRowId): TaskOutcome => ({
  status: 'tagged',
  modelRowId,
  scores: SCORES,
  nChunks: 16,
  embedding: null,
});
const failed = (modelRowId: ModelRowId): TaskOutcome => ({
  status: 'failed',
  modelRowId,
  code: 'AUDIO_UNDECODABLE',
  message: 'It begins with \0 and is no audio.',
});

function settlement(job: TagJob, outcomes: readonly TaskOutcome[]): Settlement {
  return {
    runId: job.runId,
    trackId: job.trackId,
    outcomes,
    contentSha256: Buffer.alloc(32, job.trackId),
    durationSeconds: 1.5,
    level: null,
    embeddedMetadata: null,
    attempts: 1,
    settledBy: 'test',
    softwareId: parts.softwareId,
  };
}

const allOwed = (runId: RunId) => owedJobs(pool, { runId, afterTrack: 0, limit: 1_000 });

async function outcomes(runId: RunId) {
  const { rows } = await pool.query<{
    status: string;
    code: string | null;
    message: string | null;
  }>(
    'select status, code, message from task_outcome where run_id = $1 order by model_id, track_id',
    [runId],
  );
  return rows;
}

test('jobs that are asked about together learn each what it owes and what is stored of its bytes', async () => {
  const { runId } = await planTestRun(pool, { name: 'together', nTracks: 3, parts });
  const [one, two, three] = await allOwed(runId);
  const [first, second] = one!.modelRowIds;
  const contentSha256 = Buffer.alloc(32, 'together');
  await settle(pool, [
    { ...settlement(one!, [tagged(first!), failed(second!)]), contentSha256 },
    settlement(two!, [tagged(second!)]),
  ]);
  const onlyFirst = { ...two!, modelRowIds: [first!] };
  expect(await owedModels(pool, [one!, two!, onlyFirst, three!])).toEqual([
    one!.modelRowIds.slice(2),
    two!.modelRowIds.filter((id) => id !== second),
    [first],
    three!.modelRowIds,
  ]);
  const stored = await findStoredContents(pool, [
    { contentSha256: Buffer.alloc(32, 'unknown'), models: [first!] },
    { contentSha256, models: [second!] },
    { contentSha256, models: [first!, second!] },
  ]);
  expect(stored).toEqual([new Map(), new Map(), new Map([[first, one!.trackId]])]);
});

test('a task that is settled twice counts once, and keeps its first outcome', async () => {
  const { runId } = await planTestRun(pool, { name: 'twice', nTracks: 1, parts });
  const [job] = await allOwed(runId);
  const [first, second] = job!.modelRowIds;
  expect(await settle(pool, [settlement(job!, [tagged(first!)])])).toEqual([[tagged(first!)]]);
  expect(await settle(pool, [settlement(job!, [failed(first!)])])).toEqual([[]]);
  expect(await runProgress(pool, runId)).toMatchObject({
    nSettled: 1,
    nFailed: 0,
    state: 'running',
  });
  const rest = settlement(job!, [tagged(first!), failed(second!)]);
  expect(await settle(pool, [rest, rest])).toEqual([[failed(second!)], []]);
  expect(await runProgress(pool, runId)).toMatchObject({
    nSettled: 2,
    nFailed: 1,
    state: 'complete',
  });
  expect(await outcomes(runId)).toMatchObject([{ status: 'tagged' }, { status: 'failed' }]);
});

test('a failed task is stored with its code and a message that Postgres can hold', async () => {
  const { runId } = await planTestRun(pool, { name: 'failed', nTracks: 1, parts });
  const [job] = await allOwed(runId);
  await settle(pool, [settlement(job!, job!.modelRowIds.map(failed))]);
  const expected = {
    status: 'failed',
    code: 'AUDIO_UNDECODABLE',
    message: 'It begins with  and is no audio.',
  };
  expect(await outcomes(runId)).toEqual([expected, expected]);
});

test('a reused task takes over the prediction of the track with equal bytes', async () => {
  const { runId } = await planTestRun(pool, { name: 'reused', nTracks: 2, parts });
  const [original, copy] = await allOwed(runId);
  await settle(pool, [settlement(original!, original!.modelRowIds.map(tagged))]);
  const from = original!.trackId;
  const reused = copy!.modelRowIds.map((modelRowId) => ({
    status: 'reused' as const,
    modelRowId,
    from,
  }));
  await settle(pool, [settlement(copy!, reused)]);
  const { rows } = await pool.query<{ n: number }>(
    `select count(*) as n from prediction a join prediction b using (model_id, scores, top_tags, n_chunks, tagged_at)
     where a.track_id = $1 and b.track_id = $2`,
    [original!.trackId, copy!.trackId],
  );
  expect(rows[0]?.n).toBe(2);
  expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nFailed: 0 });
});

test('a reused track takes over length and levels of the one that was decoded', async () => {
  const { runId } = await planTestRun(pool, { name: 'levels', nTracks: 2, parts });
  const [original, copy] = await allOwed(runId);
  const level = { peak: 0.1, rms: 0, silentShare: 0.75, clippedShare: 0.25 };
  const decoded = settlement(original!, original!.modelRowIds.map(tagged));
  await settle(pool, [{ ...decoded, level }]);
  const from = original!.trackId;
  const reused = copy!.modelRowIds.map((modelRowId) => ({
    status: 'reused' as const,
    modelRowId,
    from,
  }));
  await settle(pool, [{ ...settlement(copy!, reused), durationSeconds: null }]);
  const { rows } = await pool.query(
    `select duration_seconds, peak_dbfs, loudness_dbfs, silent_share, clipped_share, is_silent
     from track where id in ($1, $2)`,
    [original!.trackId, copy!.trackId],
  );
  const expected = {
    duration_seconds: 1.5,
    peak_dbfs: -20,
    loudness_dbfs: -150,
    silent_share: 0.75,
    clipped_share: 0.25,
    is_silent: true,
  };
  expect(rows).toEqual([expected, expected]);
});

test('what a file says about itself is kept, and a reused track takes it over', async () => {
  const { runId } = await planTestRun(pool, { name: 'metadata', nTracks: 3, parts });
  const [original, copy, silent] = await allOwed(runId);
  const [first, second] = original!.modelRowIds;
  const said = {
    title: 'Für Elise',
    artist: 'Anna',
    album: null,
    releaseDate: '2004-12',
    license: 'CC BY 3.0',
    licenseUrl: 'http://creativecommons.org/licenses/by/3.0/',
  };
  const nothing = {
    ...said,
    title: null,
    artist: null,
    releaseDate: null,
    license: null,
    licenseUrl: null,
  };
  await settle(pool, [
    { ...settlement(original!, [tagged(first!)]), embeddedMetadata: said },
    { ...settlement(silent!, silent!.modelRowIds.map(tagged)), embeddedMetadata: nothing },
  ]);
  const reused = copy!.modelRowIds.map((modelRowId) => ({
    status: 'reused' as const,
    modelRowId,
    from: original!.trackId,
  }));
  const changed = { ...said, title: 'Another' };
  await settle(pool, [
    settlement(copy!, reused),
    // Two jobs of one track end together, and one of them has read the file again.
    { ...settlement(original!, [tagged(first!)]), embeddedMetadata: changed },
    settlement(original!, [tagged(second!)]),
  ]);
  const { rows } = await pool.query(
    `select id as track_id, title, artist, album, release_date, release_year, license, license_url, page_url
     from track where id = any($1) order by id`,
    [[original!.trackId, copy!.trackId, silent!.trackId]],
  );
  const row = {
    artist: 'Anna',
    album: null,
    release_date: '2004-12',
    release_year: 2004,
    license: said.license,
    license_url: said.licenseUrl,
    page_url: null,
  };
  expect(rows).toEqual([
    { track_id: original!.trackId, title: 'Another', ...row },
    { track_id: copy!.trackId, title: 'Für Elise', ...row },
    {
      track_id: silent!.trackId,
      ...{ ...row, title: null, artist: null, release_date: null, release_year: null },
      ...{ license: null, license_url: null },
    },
  ]);
});

test('what is stored already is settled as reused while planning', async () => {
  const first = await planTestRun(pool, { name: 'stored', nTracks: 3, parts });
  const [job] = await allOwed(first.runId);
  await settle(pool, [settlement(job!, job!.modelRowIds.map(tagged))]);
  const again = await openTestRun(pool, 'stored again', parts);
  const { rows } = await pool.query<{ file: string; uri: string; version: string }>(
    `select rt.file, t.uri, t.version from run_track rt join track t on t.id = rt.track_id where rt.run_id = $1`,
    [first.runId],
  );
  await addTracks(
    pool,
    again,
    rows.map((row) => ({ ...row, sizeBytes: 1, metadata: {} })),
  );
  const planned = await finishPlanning(pool, again, { force: false, settledBy: 'test' });
  expect(planned).toMatchObject({ nTracks: 3, nTasks: 6, nSettled: 2 });
  expect(await outcomes(again)).toMatchObject([{ status: 'reused' }, { status: 'reused' }]);
});

test('the views give back the stored scores, by tag and by rank', async () => {
  const { runId } = await planTestRun(pool, { name: 'views', nTracks: 1, parts });
  const [job] = await allOwed(runId);
  await settle(pool, [settlement(job!, job!.modelRowIds.map(tagged))]);
  const track = [job!.trackId, job!.modelRowIds[0]];
  const byTag = await pool.query(
    'select tag, score from score where track_id = $1 and model_id = $2 order by tag',
    track,
  );
  const tenth = Math.fround(0.1);
  expect(byTag.rows).toEqual([
    { tag: 'blue', score: expect.closeTo(tenth, 8) as number },
    { tag: 'green', score: 0.75 },
    { tag: 'red', score: 0.25 },
  ]);
  const byRank = await pool.query(
    'select rank, tag from top_tag where track_id = $1 and model_id = $2 order by rank',
    track,
  );
  expect(byRank.rows).toEqual([
    { rank: 1, tag: 'green' },
    { rank: 2, tag: 'red' },
    { rank: 3, tag: 'blue' },
  ]);
});

test.each([1, 2, 3, 4, 5])(
  'deliveries that repeat, split and race settle every task once (seed %i)',
  async (seed) => {
    const random = createRandom(seed);
    const planned = await planTestRun(pool, { name: `seed ${String(seed)}`, nTracks: 8, parts });
    const { runId, nTasks } = planned;
    const deliveries = (await allOwed(runId)).flatMap((job) =>
      Array.from({ length: 1 + Math.floor(4 * random()) }, () => {
        const wanted = shuffled(job.modelRowIds, random).filter(() => random() < 0.7);
        return settlement(job, wanted.map(random() < 0.8 ? tagged : failed));
      }),
    );
    const complete = (await allOwed(runId)).map((job) =>
      settlement(job, job.modelRowIds.map(tagged)),
    );
    const newOutcomes = await Promise.all(
      shuffled([...deliveries, ...complete], random).map((delivery) => settle(pool, [delivery])),
    );
    expect(newOutcomes.flat(2)).toHaveLength(nTasks);

    const settled = await outcomes(runId);
    expect(await runProgress(pool, runId)).toMatchObject({
      state: 'complete',
      nTasks,
      nSettled: nTasks,
      nFailed: settled.filter(({ status }) => status === 'failed').length,
    });
    expect(settled).toHaveLength(nTasks);
    const completions = await pool.query('select from completion where run_id = $1', [runId]);
    expect(completions.rowCount).toBe(1);
    const unpaired = await pool.query(
      `select from task_outcome o left join prediction p using (model_id, track_id)
       where o.run_id = $1 and (o.status = 'tagged') <> (p.track_id is not null)`,
      [runId],
    );
    expect(unpaired.rowCount).toBe(0);
  },
);

test('runs that share tracks settle many jobs at once, in any order', async () => {
  const random = createRandom(1);
  const runs = await Promise.all(
    ['shares a', 'shares b'].map(async (name) => {
      const runId = await openTestRun(pool, name, parts);
      await addTracks(pool, runId, itemsOf('shared', 600));
      const { nTasks } = await finishPlanning(pool, runId, { force: true, settledBy: 'test' });
      return { runId, nTasks };
    }),
  );
  const pages = await Promise.all(
    runs.map(async ({ runId }) => {
      const jobs = shuffled(await allOwed(runId), random);
      const all = jobs.map((job) => settlement(job, job.modelRowIds.map(tagged)));
      return Array.from({ length: 12 }, (_, i) => all.slice(50 * i, 50 * i + 50));
    }),
  );
  await Promise.all(
    shuffled(pages.flat(), random).map(([first, ...others]) => settle(pool, [first!, ...others])),
  );
  for (const { runId, nTasks } of runs) {
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nSettled: nTasks });
  }
});
