import { expect, test } from 'vitest';
import { aggregate, settleFailedJobs } from '@earmark/aggregator';
import { EarmarkError } from '@earmark/core/failure';
import { type ModelRowId, parseTagJob, type RunId, type TagJob } from '@earmark/core/run';
import { cancelRun, owedJobs, runProgress, setPriority, settle } from '@earmark/ledger';
import { type Delivery, enqueueAnew } from '@earmark/queue';
import { logOutages } from '@earmark/runtime/log';
import { createMetrics } from '@earmark/runtime/metrics';
import { createOutages, createProgress } from '@earmark/runtime/process';
import { describeOnBothQueues, type QueueStage } from '../support/queue-stage.ts';
import { silentLog } from '../support/silent-log.ts';
import { waitFor } from '../support/wait-for.ts';

const NONE = { waiting: 0, active: 0, delayed: 0, failed: 0 };

describeOnBothQueues('queue', (stage) => {
  test('holds a job once, however often it is added', async () => {
    const { runId } = await stage.plan(3);
    const jobs = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 10 });
    await stage.queue.add(jobs, 'normal');
    await stage.queue.add(jobs, 'normal');
    expect(await stage.queue.counts()).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
  });

  test('is filled up to its window', async () => {
    const { runId } = await stage.plan(2_100);
    expect(await stage.fill(runId)).toBe(2_000);
    expect(await stage.fill(runId)).toBe(0);
    await stage.startAfresh();
    expect(await stage.fill(runId)).toBe(100);
  });

  test('delivers the jobs of a run with a higher priority first', async () => {
    const [low, normal, high] = [await stage.plan(2), await stage.plan(2), await stage.plan(2)];
    await setPriority(stage.pool, low.runId, 'low');
    await setPriority(stage.pool, high.runId, 'high');
    for (const { runId } of [low, normal, high]) await stage.fill(runId);
    const taken: RunId[] = [];
    const { stop, ended } = stage.consume(
      ({ payload }) => Promise.resolve(taken.push(parseTagJob(payload).runId)),
      { concurrency: 1 },
    );
    await waitFor(() => taken.length === 6, 'all jobs are taken');
    stop();
    await ended;
    expect(taken).toEqual([high, high, normal, normal, low, low].map(({ runId }) => runId));
  });

  test('has room for a run with a higher priority when another has filled its window', async () => {
    const [low, normal] = [await stage.plan(2_100), await stage.plan(2_100)];
    await setPriority(stage.pool, low.runId, 'low');
    expect(await stage.fill(low.runId)).toBe(2_000);
    expect(await stage.fill(normal.runId)).toBe(2_000);
    expect(await stage.fill(low.runId)).toBe(0);
    expect(await stage.queue.counts()).toMatchObject({ waiting: 4_000 });
    expect(await stage.queue.countsOf(low.runId)).toMatchObject({ waiting: 2_000 });
  });

  test('holds the jobs of a run with its new priority after that has changed', async () => {
    const [first, second] = [await stage.plan(2), await stage.plan(1)];
    for (const { runId } of [first, second]) await stage.fill(runId);
    await setPriority(stage.pool, second.runId, 'high');
    await enqueueAnew(stage.pool, stage.queue, second.runId);
    expect(await stage.queue.counts()).toMatchObject({ waiting: 3 });
    const taken: RunId[] = [];
    stage.consume(({ payload }) => Promise.resolve(taken.push(parseTagJob(payload).runId)), {
      concurrency: 1,
    });
    await waitFor(() => taken.length === 3, 'all jobs are taken');
    expect(taken[0]).toBe(second.runId);
  });

  test('counts the jobs of one run in every state', async () => {
    const [first, second] = [await stage.plan(2), await stage.plan(3)];
    for (const { runId } of [first, second]) await stage.fill(runId);
    expect(await stage.queue.countsOf(second.runId)).toEqual({ ...NONE, waiting: 3 });
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { stop, ended } = stage.consume(() => held);
    await waitFor(
      async () => (await stage.queue.countsOf(first.runId)).active === 2,
      'both jobs of the first run are active',
    );
    expect(await stage.queue.countsOf(second.runId)).toEqual({ ...NONE, waiting: 3 });
    stop();
    release();
    await ended;
  });

  test('delivers nothing to a consumer that is paused, and everything after it resumes', async () => {
    const { runId } = await stage.plan(4);
    const taken: unknown[] = [];
    const releases: (() => void)[] = [];
    const { stop, ended, intake } = stage.consume(({ payload }) => {
      taken.push(payload);
      return new Promise<void>((resolve) => releases.push(resolve));
    });
    await stage.fill(runId);
    await waitFor(() => taken.length === 2, 'two jobs are taken');
    await intake.pause();
    releases.forEach((release) => {
      release();
    });
    await waitFor(
      async () => (await stage.queue.counts()).active === 0,
      'the jobs that were taken are finished',
    );
    expect(await stage.queue.counts()).toEqual({ ...NONE, waiting: 2 });
    // A second consumer takes what the first one leaves.
    const other = stage.consume(() => Promise.resolve());
    await waitFor(async () => (await stage.queue.counts()).waiting === 0, 'the queue is empty');
    other.stop();
    await other.ended;
    expect(taken).toHaveLength(2);
    const later = await stage.plan(1);
    await stage.fill(later.runId);
    await intake.resume();
    await waitFor(() => taken.length === 3, 'a job is taken after the consumer resumed');
    releases.at(-1)!();
    stop();
    await ended;
  });

  test('ends a consumer that is paused', async () => {
    const { stop, ended, intake } = stage.consume(() => Promise.resolve());
    await intake.pause();
    stop();
    await ended;
  });

  test('delivers a job again that a worker could not process, without counting an attempt', async () => {
    const { runId } = await stage.plan(1);
    await stage.fill(runId);
    const first = stage.consume(() =>
      Promise.reject(new EarmarkError('MODEL_MISSING', 'Not here.')),
    );
    await first.ended;
    expect(await stage.queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    const attempts: number[] = [];
    const second = stage.consume(({ attempt }) => Promise.resolve(attempts.push(attempt)));
    await waitFor(() => attempts.length > 0, 'the job is delivered again');
    second.stop();
    await second.ended;
    expect(attempts).toEqual([1]);
    expect(await stage.queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  test('keeps the code of a job that was parked, and the aggregator settles its tasks with it', async () => {
    const { runId } = await stage.plan(1);
    await stage.fill(runId);
    await consumeUntilFailed(stage, () =>
      Promise.reject(new EarmarkError('SOURCE_CHANGED', 'Listed: before\nit changed.')),
    );
    await settleFailed(stage);
    expect(await stage.queue.counts()).toMatchObject({ failed: 0 });
    expect(await runProgress(stage.pool, runId)).toMatchObject({ state: 'complete', nFailed: 2 });
    const failure = { code: 'SOURCE_CHANGED', message: 'Listed: before\nit changed.' };
    expect(await failures(stage, runId)).toEqual([failure, failure]);
  });

  test('has every owed model of a track fail as JOB_INVALID when the payload is not understood', async () => {
    const { runId } = await stage.plan(2);
    const [job] = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 1 });
    const [settled] = job!.modelRowIds;
    await settle(stage.pool, [failedSettlement(job!, settled!)]);
    await stage.queue.add([ofLaterVersion(job!)], 'normal');
    await consumeUntilFailed(stage, understand);
    await settleFailed(stage);
    expect(await stage.queue.jobIds()).toEqual([]);
    expect(await runProgress(stage.pool, runId)).toMatchObject({ state: 'running', nFailed: 2 });
    expect(await failures(stage, runId)).toMatchObject([
      { code: 'AUDIO_EMPTY' },
      { code: 'JOB_INVALID', message: expect.stringContaining('version') as string },
    ]);
  });

  test('has only its own model fail as JOB_INVALID when a job of a split run is not understood', async () => {
    const { runId } = await stage.plan(1);
    const [job] = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 1 });
    const modelRowIds = job!.modelRowIds.slice(1);
    await stage.queue.add([ofLaterVersion({ ...job!, split: true, modelRowIds })], 'normal');
    await consumeUntilFailed(stage, understand);
    await settleFailed(stage);
    expect(await failures(stage, runId)).toMatchObject([{ code: 'JOB_INVALID' }]);
    const [rest] = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 1 });
    expect(rest!.modelRowIds).toEqual(job!.modelRowIds.slice(0, 1));
  });

  test('drops a failed job of no run, and one of which no task is owed', async () => {
    const { runId } = await stage.plan(1);
    const [job] = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 1 });
    const elsewhere = { ...job!, runId: 99_999_999_999 as RunId };
    await stage.queue.add([ofLaterVersion(elsewhere), ofLaterVersion(job!)], 'normal');
    await consumeUntilFailed(stage, understand, 2);
    await cancelRun(stage.pool, runId);
    await settleFailed(stage);
    expect(await stage.queue.jobIds()).toEqual([]);
    expect(await failures(stage, runId)).toEqual([]);
  });

  test('lets a run with a payload that is not understood end, and its report names the failures', async () => {
    const { runId } = await stage.plan(3);
    const { pool, queue } = stage;
    const [job] = await owedJobs(pool, { runId, afterTrack: 0, limit: 1 });
    await queue.add([ofLaterVersion(job!)], 'normal');
    stage.consume(async ({ payload }) => {
      const { modelRowIds, ...understood } = parseTagJob(payload);
      for (const model of modelRowIds) await settle(pool, [failedSettlement(understood, model)]);
    });
    const log = silentLog();
    const outages = createOutages(logOutages(log));
    const deps = {
      ...{ pool, queue, log, outages, lockSeconds: 20, settledBy: 'test' },
      metrics: createMetrics(),
      progress: createProgress(outages),
    };
    await aggregate({ runId, out: null }, deps, AbortSignal.timeout(30_000));
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nFailed: 6 });
    const { rows } = await pool.query<{ failures: unknown }>(
      `select report -> 'failures' as failures from report where run_id = $1`,
      [runId],
    );
    expect(JSON.stringify(rows)).toContain('JOB_INVALID');
  });
});

/** A payload that this version does not understand, under the id of a job that it does. */
function ofLaterVersion(job: TagJob): TagJob {
  return { ...job, version: 99 as 2 };
}

function understand({ payload }: Delivery): Promise<unknown> {
  return Promise.resolve(payload).then(parseTagJob);
}

async function consumeUntilFailed(
  stage: QueueStage,
  process: (delivery: Delivery) => Promise<unknown>,
  nJobs = 1,
): Promise<void> {
  const { stop, ended } = stage.consume(process);
  await waitFor(async () => (await stage.queue.counts()).failed === nJobs, 'the jobs have failed');
  stop();
  await ended;
}

function settleFailed({ pool, queue }: QueueStage): Promise<void> {
  return settleFailedJobs({ pool, queue, log: silentLog(), settledBy: 'test' });
}

function failedSettlement(
  { runId, trackId }: Pick<TagJob, 'runId' | 'trackId'>,
  model: ModelRowId,
) {
  return {
    runId,
    trackId,
    outcomes: [
      { status: 'failed', modelRowId: model, code: 'AUDIO_EMPTY', message: 'No samples.' },
    ] as const,
    contentSha256: null,
    durationSeconds: null,
    level: null,
    embeddedMetadata: null,
    attempts: 1,
    settledBy: 'test',
    softwareId: null,
  };
}

async function failures({ pool }: QueueStage, runId: RunId) {
  const { rows } = await pool.query<{ code: string; message: string }>(
    'select code, message from task_outcome where run_id = $1 order by track_id, model_id',
    [runId],
  );
  return rows;
}
