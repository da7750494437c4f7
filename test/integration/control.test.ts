import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureCode } from '@earmark/core/failure';
import { REPORT_VERSION } from '@earmark/core/report';
import type { RunId, SourceItem, TagJob } from '@earmark/core/run';
import {
  addTracks,
  cancelRun,
  createPool,
  finishPlanning,
  migrate,
  owedJobs,
  owedModels,
  type Pool,
  previewRun,
  recentWork,
  retryFailed,
  runProgress,
  secondsPerTask,
  settle,
  storeReport,
  workSincePlanned,
} from '@earmark/ledger';
import {
  itemsOf,
  openTestRun,
  planTestRun,
  registerParts,
  type RunParts,
  sourceItem,
} from '../support/planned-run.ts';
import { createDatabase } from '../support/services.ts';

let pool: Pool;
let parts: RunParts;

beforeAll(async () => {
  pool = createPool(await createDatabase('control'), { max: 8 });
  await migrate(pool);
  parts = await registerParts(pool);
});
afterAll(() => pool.end());

const ALL = { codes: null, models: null };
const SCORES = Float32Array.of(0.25, 0.75, 0.1);

const allOwed = (runId: RunId) => owedJobs(pool, { runId, afterTrack: 0, limit: 1_000 });

/** Settles a job: with a code all of its tasks failed. */
async function end({ runId, trackId, modelRowIds }: TagJob, code?: FailureCode): Promise<void> {
  await settle(pool, [
    {
      runId,
      trackId,
      outcomes: modelRowIds.map((modelRowId) =>
        code
          ? { status: 'failed', modelRowId, code, message: 'For the test.' }
          : { status: 'tagged', modelRowId, scores: SCORES, nChunks: 16 },
      ),
      contentSha256: null,
      durationSeconds: 30,
      attempts: 1,
      settledBy: 'host:1',
      softwareId: parts.softwareId,
    },
  ]);
}

/** A complete run of three tracks: one tagged, one damaged, one whose source was away. */
async function partlyFailed(name: string): Promise<{ runId: RunId; jobs: readonly TagJob[] }> {
  const { runId } = await planTestRun(pool, { name, nTracks: 3, parts });
  const jobs = await allOwed(runId);
  await end(jobs[0]!);
  await end(jobs[1]!, 'AUDIO_UNDECODABLE');
  await end(jobs[2]!, 'SOURCE_UNAVAILABLE');
  await storeReport(pool, runId, { version: REPORT_VERSION });
  return { runId, jobs };
}

describe('retry', () => {
  test('makes failed tasks owed again, with all that says otherwise gone', async () => {
    const { runId, jobs } = await partlyFailed('all');
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', hasReport: true });
    const retried = await retryFailed(pool, runId, ALL);
    expect(retried).toEqual([
      { code: 'AUDIO_UNDECODABLE', count: 2 },
      { code: 'SOURCE_UNAVAILABLE', count: 2 },
    ]);
    expect(await runProgress(pool, runId)).toEqual({
      state: 'running',
      nTracks: 3,
      nTasks: 6,
      nSettled: 2,
      nFailed: 0,
      hasReport: false,
    });
    expect(await allOwed(runId)).toEqual(jobs.slice(1));
  });

  test('can mean some codes and some models only', async () => {
    const { runId } = await partlyFailed('some');
    const meant = { codes: ['SOURCE_UNAVAILABLE', 'AUDIO_EMPTY'], models: ['test/two'] };
    expect(await retryFailed(pool, runId, meant)).toEqual([
      { code: 'SOURCE_UNAVAILABLE', count: 1 },
    ]);
    expect(await runProgress(pool, runId)).toMatchObject({ nSettled: 5, nFailed: 3 });
    expect(await allOwed(runId)).toMatchObject([{ modelRowIds: [parts.models[1]] }]);
  });

  test('changes nothing when no task is meant', async () => {
    const { runId } = await partlyFailed('none');
    const before = await runProgress(pool, runId);
    expect(await retryFailed(pool, runId, { codes: ['AUDIO_EMPTY'], models: null })).toEqual([]);
    expect(await runProgress(pool, runId)).toEqual(before);
  });

  test('leaves it to a later unfinished run of the same request', async () => {
    const { runId } = await partlyFailed('repeated');
    const later = await openTestRun(pool, 'repeated', parts);
    await expect(retryFailed(pool, runId, ALL)).rejects.toThrow(
      `Run ${String(later)} tags the same`,
    );
    await cancelRun(pool, later);
    expect(await retryFailed(pool, runId, ALL)).toHaveLength(2);
    expect(await openTestRun(pool, 'repeated', parts)).toBe(runId);
  });

  test('keeps no report that was computed before it', async () => {
    const { runId } = await partlyFailed('report');
    await Promise.all([retryFailed(pool, runId, ALL), storeReport(pool, runId, {})]);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'running', hasReport: false });
  });

  test('loses no count when tasks settle and several retry at the same time', async () => {
    const { runId, nTasks } = await planTestRun(pool, { name: 'race', nTracks: 20, parts });
    const jobs = await allOwed(runId);
    await Promise.all([
      ...jobs.map((job, i) => end(job, i % 2 === 0 ? 'UNEXPECTED' : undefined)),
      ...jobs.slice(0, 5).map(() => retryFailed(pool, runId, ALL)),
    ]);
    const owed = await allOwed(runId);
    expect(await runProgress(pool, runId)).toMatchObject({ nSettled: nTasks - 2 * owed.length });
    await retryFailed(pool, runId, ALL);
    await Promise.all((await allOwed(runId)).map((job) => end(job)));
    expect(await runProgress(pool, runId)).toMatchObject({
      state: 'complete',
      nSettled: nTasks,
      nFailed: 0,
    });
  });
});

describe('cancel', () => {
  test('hands out nothing more, and workers skip what they are given', async () => {
    const { runId } = await planTestRun(pool, { name: 'cancelled', nTracks: 2, parts });
    const [first, second] = await allOwed(runId);
    expect(await owedModels(pool, first!)).toEqual(parts.models);
    await cancelRun(pool, runId);
    expect(await allOwed(runId)).toEqual([]);
    expect(await owedModels(pool, second!)).toEqual([]);
    // It was being scored when the run was cancelled.
    await end(first!);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'cancelled', nSettled: 2 });
    await end(second!);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'cancelled', nSettled: 4 });
  });

  test('holds although the source is still being listed', async () => {
    const runId = await openTestRun(pool, 'listed', parts);
    await addTracks(pool, runId, itemsOf('listed', 2));
    await cancelRun(pool, runId);
    await expect(
      finishPlanning(pool, runId, { force: false, settledBy: 'test' }),
    ).rejects.toMatchObject({ code: 'RUN_CANCELLED' });
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'cancelled' });
    expect(await openTestRun(pool, 'listed', parts)).not.toBe(runId);
  });

  test('is refused for a run that has ended', async () => {
    const { runId } = await partlyFailed('over');
    await expect(cancelRun(pool, runId)).rejects.toThrow(/it is complete already/);
    await expect(cancelRun(pool, 999_999 as RunId)).rejects.toThrow(/no run 999999/);
  });
});

test('a job owes nothing that another delivery settled, nor of a file that changed', async () => {
  const { runId } = await planTestRun(pool, { name: 'owed', nTracks: 2, parts });
  const [first, second] = await allOwed(runId);
  await end({ ...first!, modelRowIds: first!.modelRowIds.slice(0, 1) });
  expect(await owedModels(pool, first!)).toEqual(parts.models.slice(1));
  await addTracks(pool, runId, [{ ...sourceItem('owed/1.wav'), version: '2' }]);
  expect(await owedModels(pool, second!)).toEqual([]);
});

test.each([{ force: false }, { force: true }])(
  'a preview counts what planning then finds, and leaves nothing behind (force: $force)',
  async ({ force }) => {
    const name = `preview ${String(force)}`;
    const { runId } = await planTestRun(pool, { name, nTracks: 4, parts });
    const [first, second] = await allOwed(runId);
    await end(first!);
    await end(second!, 'AUDIO_EMPTY');
    const items = [...itemsOf(name, 5), ...itemsOf(name, 1)];
    const request = { fingerprint: name, models: parts.models, force };
    const previewed = await previewRun(pool, pagesOf(items), request);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'running', nTracks: 4 });
    expect(await openTestRun(pool, name, parts)).toBe(runId);
    await addTracks(pool, runId, items);
    const { nTracks, nTasks, nSettled } = await finishPlanning(pool, runId, {
      force,
      settledBy: 'test',
    });
    expect(previewed).toEqual({
      resumes: runId,
      nTracks,
      nTasks,
      nDone: nSettled,
      nTracksOwed: 3,
      bytesOwed: 3,
      owedByModel: [3, 3],
    });
    const unseen = { fingerprint: null, models: [null], force };
    expect(await previewRun(pool, pagesOf(items), unseen)).toMatchObject({
      resumes: null,
      nDone: 0,
      nTracksOwed: 5,
    });
  },
);

async function* pagesOf(items: readonly SourceItem[]): AsyncGenerator<readonly SourceItem[]> {
  yield Promise.resolve(items.slice(0, 2));
  yield items.slice(2);
}

test('the throughput counts what workers settled since planning, audio once for all models', async () => {
  const { runId } = await planTestRun(pool, { name: 'throughput', nTracks: 10, parts });
  // Ten tracks, one each 25 seconds, by two workers in turn.
  await Promise.all((await allOwed(runId)).map((job) => end(job)));
  await pool.query(
    `update task_outcome o set settled_by = 'host:' || track.n % 2,
       settled_at = now() - (10 - track.n) * interval '25 seconds'
     from (select track_id, row_number() over (order by track_id) as n from run_track where run_id = $1) as track
     where o.run_id = $1 and o.track_id = track.track_id`,
    [runId],
  );
  await pool.query(
    `update run set planned_at = now() - interval '270 seconds', completed_at = null where id = $1`,
    [runId],
  );
  const overall = await workSincePlanned(pool, runId);
  expect(overall).toMatchObject({ nTasks: 20, audioSeconds: 300 });
  expect(overall.seconds).toBeGreaterThanOrEqual(270);
  expect(await recentWork(pool, runId)).toMatchObject([
    { worker: 'host:0', nTasks: 4, audioSeconds: 60, seconds: 60 },
    { worker: 'host:1', nTasks: 2, audioSeconds: 30, seconds: 60 },
  ]);
  expect(await secondsPerTask(pool, 'host', parts.models[0]!)).toBeCloseTo(13.5, 0);
  expect(await secondsPerTask(pool, 'hos', parts.models[0]!)).toBeNull();
});
