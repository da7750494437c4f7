import { expect, test } from 'vitest';
import { createPeriodicReconcile } from '@earmark/aggregator';
import { jobId, type RunId, type TagJob } from '@earmark/core/run';
import {
  cancelRun,
  owedJobs,
  pauseRun,
  resumeRun,
  runProgress,
  setPriority,
  settle,
} from '@earmark/ledger';
import { type Repairs, reconcile } from '@earmark/queue';
import { describeOnBothQueues, type QueueStage } from '../support/queue-stage.ts';
import { settlementOf } from '../support/settlement.ts';
import { silentLog } from '../support/silent-log.ts';
import { waitFor } from '../support/wait-for.ts';

const AGREED = { nReenqueued: 0, nRemoved: 0, recounted: [] };

// While work goes on: faults/reconcile.test.ts.
describeOnBothQueues('reconcile', (stage) => {
  test('changes nothing while ledger and queue agree', async () => {
    const { runId } = await stage.plan(2_100);
    await stage.fill(runId);
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
  });

  test('enqueues again exactly what the queue lost, of each run', async () => {
    const first = await stage.plan(700);
    const second = await stage.plan(5);
    await stage.fill(first.runId);
    await stage.fill(second.runId);
    const owed = await allOwed(stage, first.runId);
    const lost = owed.filter((_, i) => i % 7 === 3).map(jobId);
    const ofSecond = (await allOwed(stage, second.runId)).map(jobId);
    await stage.queue.remove([...lost, ...ofSecond]);
    const ours = await reconcile(stage.pool, stage.queue, second.runId);
    expect(ours).toEqual({ ...AGREED, nReenqueued: 5 });
    const all = await reconcile(stage.pool, stage.queue);
    expect(all).toEqual({ ...AGREED, nReenqueued: lost.length });
    const queued = await stage.queue.jobIds();
    expect([...queued].sort()).toEqual([...owed.map(jobId), ...ofSecond].sort());
  });

  test('does not enqueue what was never enqueued: the window stays bounded', async () => {
    const { runId } = await stage.plan(2_100);
    await stage.fill(runId);
    await stage.startAfresh();
    expect(await reconcile(stage.pool, stage.queue)).toEqual({ ...AGREED, nReenqueued: 2_000 });
  });

  test('removes orphaned jobs: settled, cancelled, of no run', async () => {
    const [settled, cancelled, running] = [
      await stage.plan(1),
      await stage.plan(2),
      await stage.plan(3),
    ];
    for (const { runId } of [settled, cancelled, running]) await stage.fill(runId);
    const [job] = await allOwed(stage, settled.runId);
    await settleAll(stage, job!);
    await cancelRun(stage.pool, cancelled.runId);
    const foreign = { ...job!, runId: 999_999 as RunId };
    await stage.queue.add([foreign], 'normal');
    expect(await reconcile(stage.pool, stage.queue)).toEqual({ ...AGREED, nRemoved: 4 });
    expect([...(await stage.queue.jobIds())].sort()).toEqual(
      (await allOwed(stage, running.runId)).map(jobId).sort(),
    );
  });

  test('removes the jobs of a paused run, and the window is filled again when it is resumed', async () => {
    const [paused, running] = [await stage.plan(3), await stage.plan(2)];
    for (const { runId } of [paused, running]) await stage.fill(runId);
    await pauseRun(stage.pool, paused.runId);
    expect(await reconcile(stage.pool, stage.queue)).toEqual({ ...AGREED, nRemoved: 3 });
    expect(await stage.fill(paused.runId)).toBe(0);
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
    expect(await stage.queue.countsOf(running.runId)).toMatchObject({ waiting: 2 });
    await resumeRun(stage.pool, paused.runId);
    expect(await stage.fill(paused.runId)).toBe(3);
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
  });

  test('is not repeated for a paused run whose queue is empty', async () => {
    const { runId } = await stage.plan(3);
    await stage.fill(runId);
    const compared: Repairs[] = [];
    const meter = { reconciled: (repairs: Repairs) => void compared.push(repairs) };
    const { pool, queue } = stage;
    const deps = { pool, queue, log: silentLog(), meter };
    const periodicReconcile = createPeriodicReconcile(null, deps, () => 0);
    await periodicReconcile();
    await pauseRun(pool, runId);
    await queue.remove(await queue.jobIds());
    // Wrong on purpose: a reconciliation would recount it.
    await pool.query('update run set n_settled = 1 where id = $1', [runId]);
    await periodicReconcile();
    expect(compared).toEqual([AGREED]);
  });

  test('enqueues what was lost again with the priority of its run', async () => {
    const [normal, high] = [await stage.plan(1), await stage.plan(1)];
    await setPriority(stage.pool, high.runId, 'high');
    for (const { runId } of [normal, high]) await stage.fill(runId);
    await stage.queue.remove(await stage.queue.jobIds());
    expect(await reconcile(stage.pool, stage.queue)).toEqual({ ...AGREED, nReenqueued: 2 });
    const inWindow = { runId: high.runId, priority: 'high' } as const;
    expect(await stage.queue.countInWindow(inWindow)).toBe(1);
  });

  test('leaves the jobs of a run that is being planned again', async () => {
    const { runId } = await stage.plan(3);
    await stage.fill(runId);
    await stage.pool.query(`update run set state = 'planning' where id = $1`, [runId]);
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
  });

  test('leaves an active job', async () => {
    const { runId } = await stage.plan(1);
    await stage.fill(runId);
    const [job] = await allOwed(stage, runId);
    let release: () => void = () => undefined;
    const isTaken = new Promise<void>((taken) => {
      stage.consume(() => {
        taken();
        return new Promise<void>((resolve) => (release = resolve));
      });
    });
    await isTaken;
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
    await settleAll(stage, job!);
    // Settled, and not acknowledged yet.
    expect(await reconcile(stage.pool, stage.queue)).toEqual(AGREED);
    release();
    await waitFor(async () => (await stage.queue.jobIds()).length === 0, 'the job is acknowledged');
  });

  test('recounts a run whose counts are wrong, and completes one that owes nothing', async () => {
    const wrong = await stage.plan(2);
    const finished = await stage.plan(1);
    const [job] = await allOwed(stage, finished.runId);
    await settleAll(stage, job!);
    await stage.pool.query('update run set n_settled = 3, n_failed = 1 where id = $1', [
      wrong.runId,
    ]);
    await stage.pool.query(
      `update run set state = 'running', completed_at = null, n_settled = 1 where id = $1`,
      [finished.runId],
    );
    const { recounted } = await reconcile(stage.pool, stage.queue);
    expect(recounted).toEqual([wrong.runId, finished.runId]);
    expect(await runProgress(stage.pool, wrong.runId)).toMatchObject({
      state: 'running',
      nSettled: 0,
      nFailed: 0,
    });
    expect(await runProgress(stage.pool, finished.runId)).toMatchObject({
      state: 'complete',
      nSettled: 2,
    });
  });

  test('happens at once in an aggregator whose queue lost everything, and logs nothing otherwise', async () => {
    const { runId } = await stage.plan(3);
    await stage.fill(runId);
    const logged: unknown[] = [];
    const log = { event: (...line: unknown[]) => void logged.push(line) };
    const compared: Repairs[] = [];
    const meter = { reconciled: (repairs: Repairs) => void compared.push(repairs) };
    // The clock stands still: whatever is done after the first round is not done because it is time.
    const { pool, queue } = stage;
    const periodicReconcile = createPeriodicReconcile(null, { pool, queue, log, meter }, () => 0);
    await periodicReconcile();
    await periodicReconcile();
    expect(logged).toEqual([]);
    await queue.remove(await queue.jobIds());
    await periodicReconcile();
    expect(compared).toEqual([AGREED, { ...AGREED, nReenqueued: 3 }]);
    expect(logged).toEqual([
      ['ledger_and_queue_repaired', { enqueuedAgain: 3, removed: 0, recountedRuns: [] }],
    ]);
  });
});

function allOwed({ pool }: QueueStage, runId: RunId): Promise<readonly TagJob[]> {
  return owedJobs(pool, { runId, afterTrack: 0, limit: 10_000 });
}

async function settleAll(stage: QueueStage, job: TagJob): Promise<void> {
  await settle(stage.pool, [settlementOf(stage.parts, job)]);
}
