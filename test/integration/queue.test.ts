import { expect, test } from 'vitest';
import { settleFailedJobs } from '@earmark/aggregator';
import { EarmarkError } from '@earmark/core/failure';
import { owedJobs, runProgress } from '@earmark/ledger';
import { describeOnBothQueues } from '../support/queue-stage.ts';
import { silentLog } from '../support/silent-log.ts';
import { waitFor } from '../support/wait-for.ts';

describeOnBothQueues('queue', (stage) => {
  test('holds a job once, however often it is added', async () => {
    const { runId } = await stage.plan(3);
    const jobs = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 10 });
    await stage.queue.add(jobs);
    await stage.queue.add(jobs);
    expect(await stage.queue.counts()).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
  });

  test('is filled up to its window, and no further', async () => {
    const { runId } = await stage.plan(2_600);
    expect(await stage.fill(runId)).toBe(2_000);
    expect(await stage.fill(runId)).toBe(0);
    await stage.startAfresh();
    expect(await stage.fill(runId)).toBe(600);
  });

  test('gives a job out again that a worker could not do, with no try spent', async () => {
    const { runId } = await stage.plan(1);
    await stage.fill(runId);
    const first = stage.consume(() =>
      Promise.reject(new EarmarkError('MODEL_MISSING', 'Not here.')),
    );
    await first.ended;
    expect(await stage.queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    const attempts: number[] = [];
    const second = stage.consume(({ attempt }) => Promise.resolve(attempts.push(attempt)));
    await waitFor(() => attempts.length > 0, 'the job is given out again');
    second.stop();
    await second.ended;
    expect(attempts).toEqual([1]);
    expect(await stage.queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  test('parks a job that can never work, and the aggregator settles its tasks', async () => {
    const { runId } = await stage.plan(1);
    await stage.fill(runId);
    const { stop, ended } = stage.consume(() =>
      Promise.reject(new EarmarkError('JOB_INVALID', 'Not understood.')),
    );
    await waitFor(async () => (await stage.queue.counts()).failed === 1, 'the job is parked');
    stop();
    await ended;
    const { pool, queue } = stage;
    await settleFailedJobs({ pool, queue, log: silentLog(), settledBy: 'test' });
    expect(await queue.counts()).toMatchObject({ failed: 0 });
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nFailed: 2 });
  });
});
