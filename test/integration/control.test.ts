import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FailureCode } from '@earmark/core/failure';
import { REPORT_VERSION } from '@earmark/core/report';
import type { RunId, SourceItem, TagJob } from '@earmark/core/run';
import {
  addTracks,
  cancelRun,
  createPool,
  finishPlanning,
  listFailedTracks,
  migrate,
  owedJobs,
  owedModels,
  type Pool,
  pauseRun,
  previewRun,
  recentWork,
  resumeRun,
  retryFailed,
  runningRuns,
  runProgress,
  secondsPerTask,
  setEnqueuedTo,
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

const ALL = { codes: null, models: null, workers: null };
const SCORES = Float32Array.of(0.25, 0.75, 0.1);

const allOwed = (runId: RunId) => owedJobs(pool, { runId, afterTrack: 0, limit: 1_000 });

/** Settles a job: with a code all of its tasks failed. */
async function end(
  { runId, trackId, modelRowIds }: TagJob,
  code?: FailureCode,
  settledBy = 'host:1',
): Promise<void> {
  await settle(pool, [
    {
      runId,
      trackId,
      outcomes: modelRowIds.map((modelRowId) =>
        code
          ? { status: 'failed', modelRowId, code, message: 'For the test.' }
          : { status: 'tagged', modelRowId, scores: SCORES, nChunks: 16, embedding: null },
      ),
      contentSha256: null,
      durationSeconds: 30,
      level: null,
      embeddedMetadata: null,
      attempts: 1,
      settledBy,
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
      isPaused: false,
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
    const meant = { ...ALL, codes: ['SOURCE_UNAVAILABLE', 'AUDIO_EMPTY'], models: ['test/two'] };
    expect(await retryFailed(pool, runId, meant)).toEqual([
      { code: 'SOURCE_UNAVAILABLE', count: 1 },
    ]);
    expect(await runProgress(pool, runId)).toMatchObject({ nSettled: 5, nFailed: 3 });
    expect(await allOwed(runId)).toMatchObject([{ modelRowIds: [parts.models[1]] }]);
  });

  test('can mean only what some workers settled', async () => {
    const { runId } = await planTestRun(pool, { name: 'workers', nTracks: 2, parts });
    const [first, second] = await allOwed(runId);
    await end(first!, 'UNEXPECTED', 'host:1');
    await end(second!, 'UNEXPECTED', 'host:2');
    const meant = { ...ALL, workers: ['host:2', 'host:3'] };
    expect(await retryFailed(pool, runId, meant)).toEqual([{ code: 'UNEXPECTED', count: 2 }]);
    expect(await allOwed(runId)).toEqual([second]);
  });

  test('changes nothing when no task is meant', async () => {
    const { runId } = await partlyFailed('none');
    const before = await runProgress(pool, runId);
    expect(await retryFailed(pool, runId, { ...ALL, codes: ['AUDIO_EMPTY'] })).toEqual([]);
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
    expect(await owedModels(pool, [first!])).toEqual([parts.models]);
    await cancelRun(pool, runId);
    expect(await allOwed(runId)).toEqual([]);
    expect(await owedModels(pool, [second!])).toEqual([[]]);
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

describe('pause', () => {
  test('has nothing more started until the run is resumed, and settles what is in flight', async () => {
    const { runId, nTasks } = await planTestRun(pool, { name: 'paused', nTracks: 2, parts });
    const jobs = await allOwed(runId);
    await pauseRun(pool, runId);
    expect(await allOwed(runId)).toEqual([]);
    expect(await owedModels(pool, [jobs[0]!])).toEqual([[]]);
    await end(jobs[0]!);
    expect(await runProgress(pool, runId)).toMatchObject({
      ...{ state: 'running', isPaused: true },
      nSettled: 2,
    });
    await setEnqueuedTo(pool, runId, jobs[1]!.trackId);
    await resumeRun(pool, runId);
    expect(await allOwed(runId)).toEqual(jobs.slice(1));
    const running = await runningRuns(pool);
    expect(running.find((run) => run.runId === runId)).toMatchObject({
      ...{ isPaused: false, enqueuedTo: 0 },
    });
    await end(jobs[1]!);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nSettled: nTasks });
  });

  test('holds when the same command plans the run again, but not in a retry of a run that ended', async () => {
    const { runId } = await planTestRun(pool, { name: 'held', nTracks: 1, parts });
    const [job] = await allOwed(runId);
    await pauseRun(pool, runId);
    expect(await planTestRun(pool, { name: 'held', nTracks: 1, parts })).toMatchObject({
      ...{ runId, isPaused: true },
    });
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'running', isPaused: true });
    await end(job!, 'UNEXPECTED');
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', isPaused: false });
    await retryFailed(pool, runId, ALL);
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'running', isPaused: false });
  });

  test('is refused twice, and for a run that has ended; resume is refused for a run that is not paused', async () => {
    const { runId } = await planTestRun(pool, { name: 'twice', nTracks: 1, parts });
    await expect(resumeRun(pool, runId)).rejects.toThrow(`Run ${String(runId)} is not paused`);
    await pauseRun(pool, runId);
    await expect(pauseRun(pool, runId)).rejects.toThrow(/it is paused already/);
    await cancelRun(pool, runId);
    await expect(pauseRun(pool, runId)).rejects.toThrow(/it is cancelled already/);
    await expect(resumeRun(pool, runId)).rejects.toThrow(/is not paused/);
    await expect(resumeRun(pool, 999_999 as RunId)).rejects.toThrow(/no run 999999/);
  });
});

test('failed tracks are listed by reason, the latest first, as many as asked for', async () => {
  const { runId } = await planTestRun(pool, { name: 'failures', nTracks: 4, parts });
  const jobs = await allOwed(runId);
  const [one] = jobs[1]!.modelRowIds;
  await end(jobs[0]!, 'AUDIO_EMPTY', 'host:1');
  await end({ ...jobs[1]!, modelRowIds: [one!] }, 'UNEXPECTED', 'host:2');
  await end({ ...jobs[1]!, modelRowIds: jobs[1]!.modelRowIds.slice(1) });
  await end(jobs[2]!);
  const all = await listFailedTracks(pool, runId, { codes: null, limit: 10 });
  expect(all).toMatchObject({
    nTracks: 2,
    tracks: [
      { file: 'failures/1.wav', code: 'UNEXPECTED', models: ['test/one'], worker: 'host:2' },
      {
        ...{ file: 'failures/0.wav', code: 'AUDIO_EMPTY', models: ['test/one', 'test/two'] },
        ...{ message: 'For the test.', worker: 'host:1', attempts: 1 },
        failedAt: expect.any(Date) as Date,
      },
    ],
  });
  const latest = await listFailedTracks(pool, runId, { codes: null, limit: 1 });
  expect(latest).toEqual({ nTracks: 2, tracks: all.tracks.slice(0, 1) });
  const empty = await listFailedTracks(pool, runId, { codes: ['AUDIO_EMPTY'], limit: 10 });
  expect(empty).toEqual({ nTracks: 1, tracks: all.tracks.slice(1) });
  expect(await listFailedTracks(pool, runId, { codes: ['DISK_FULL'], limit: 10 })).toEqual({
    ...{ nTracks: 0, tracks: [] },
  });
});

test('a job owes nothing that another delivery settled, nor of a file that changed', async () => {
  const { runId } = await planTestRun(pool, { name: 'owed', nTracks: 2, parts });
  const [first, second] = await allOwed(runId);
  await end({ ...first!, modelRowIds: first!.modelRowIds.slice(0, 1) });
  expect(await owedModels(pool, [first!])).toEqual([parts.models.slice(1)]);
  await addTracks(pool, runId, [{ ...sourceItem('owed/1.wav'), version: '2' }]);
  expect(await owedModels(pool, [second!])).toEqual([[]]);
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
