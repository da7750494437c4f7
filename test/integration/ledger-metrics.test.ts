import { expect, test } from 'vitest';
import { createLedgerMeter } from '@earmark/aggregator';
import { owedJobs, releaseLease, settle } from '@earmark/ledger';
import { createMetrics } from '@earmark/runtime/metrics';
import { describeOnBothQueues, type QueueStage } from '../support/queue-stage.ts';

describeOnBothQueues('ledger_metrics', (stage) => {
  test('the runs and the queue are served by one of two aggregators, and by the other when the first has left', async () => {
    const { runId } = await stage.plan(3);
    await stage.fill(runId);
    const [first, second] = [aggregator(stage, 'first'), aggregator(stage, 'second')];
    const run = `run="${String(runId)}"`;
    expect(await first()).toMatchObject({
      earmark_aggregator_active: 1,
      [`earmark_run_tasks{${run}}`]: 6,
      [`earmark_run_settled_tasks{${run}}`]: 0,
      'earmark_queue_jobs{state="waiting"}': 3,
    });
    const others = await second();
    expect(others).toMatchObject({ earmark_aggregator_active: 0 });
    expect(Object.keys(others).filter((series) => /run|queue/.test(series))).toEqual([]);
    await releaseLease(stage.pool, { name: 'metrics', holder: 'first' });
    expect(await second()).toHaveProperty([`earmark_run_tasks{${run}}`], 6);
    expect(await first()).toMatchObject({ earmark_aggregator_active: 0 });
    await releaseLease(stage.pool, { name: 'metrics', holder: 'second' });
  });

  test('every failure code of a run is there with 0 before anything fails, and counts what the ledger holds', async () => {
    const { runId } = await stage.plan(2);
    const scrape = aggregator(stage, 'one');
    const codes = `earmark_run_failed_tasks{run="${String(runId)}",code=`;
    const before = Object.entries(await scrape()).filter(([series]) => series.startsWith(codes));
    expect(before.length).toBeGreaterThan(10);
    expect(new Set(before.map(([, value]) => value))).toEqual(new Set([0]));
    await settleOneAsFailed(stage, runId);
    const after = await scrape();
    expect(after).toMatchObject({
      [`${codes}"AUDIO_EMPTY"}`]: 1,
      [`earmark_run_settled_tasks{run="${String(runId)}"}`]: 1,
    });
    const end = after[`earmark_run_estimated_end_timestamp_seconds{run="${String(runId)}"}`];
    expect(end).toBeGreaterThan(Date.now() / 1_000);
    await releaseLease(stage.pool, { name: 'metrics', holder: 'one' });
  });
});

/** An aggregator, as Prometheus sees it: the value of each series of Earmark. */
function aggregator({ pool, queue }: QueueStage, settledBy: string) {
  const metrics = createMetrics();
  createLedgerMeter({ pool, queue, metrics, settledBy });
  return async (): Promise<Readonly<Record<string, number>>> => {
    const lines = (await metrics.scrape())
      .split('\n')
      .filter((line) => line.startsWith('earmark_'));
    return Object.fromEntries(
      lines.map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
    );
  };
}

async function settleOneAsFailed(stage: QueueStage, runId: Parameters<QueueStage['fill']>[0]) {
  const [job] = await owedJobs(stage.pool, { runId, afterTrack: 0, limit: 1 });
  const [modelRowId] = job!.modelRowIds;
  await settle(stage.pool, [
    {
      runId,
      trackId: job!.trackId,
      outcomes: [
        { status: 'failed', modelRowId: modelRowId!, code: 'AUDIO_EMPTY', message: 'No.' },
      ],
      contentSha256: null,
      durationSeconds: null,
      level: null,
      embeddedMetadata: null,
      attempts: 1,
      settledBy: 'test',
      softwareId: null,
    },
  ]);
}
