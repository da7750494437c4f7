import { expect, test } from 'vitest';
import { parseTagJob } from '@earmark/core/run';
import { retryFailed, runProgress, settle } from '@earmark/ledger';
import { type Repairs, reconcile } from '@earmark/queue';
import { isSeries, SEEDS } from '../support/longer-series.ts';
import { describeOnBothQueues } from '../support/queue-stage.ts';
import { createRandom } from '../support/random.ts';
import { settlementOf } from '../support/settlement.ts';
import { waitFor } from '../support/wait-for.ts';

// What each repair is: integration/reconcile.test.ts.

const AGREED = { nReenqueued: 0, nRemoved: 0, recounted: [] };
const ALL = { codes: null, models: null, workers: null };
const N_TRACKS = isSeries ? 500 * SEEDS.length : 200;

describeOnBothQueues('reconcile_at_work', (stage) => {
  test('has nothing to repair while jobs are enqueued, consumed and settled', async () => {
    const { runId, nTracks } = await stage.plan(N_TRACKS);
    const { pool, queue } = stage;
    stage.consume(async ({ payload }) => {
      await settle(pool, [settlementOf(stage.parts, parseTagJob(payload))]);
    });
    const repairs: Repairs[] = [];
    await waitFor(async () => {
      const [, ...round] = await Promise.all([
        stage.fill(runId),
        reconcile(pool, queue),
        reconcile(pool, queue),
      ]);
      repairs.push(...round);
      return (await runProgress(pool, runId))?.state === 'complete';
    }, `${nTracks} tracks are settled`);
    expect(repairs).toEqual(repairs.map(() => AGREED));
  });

  test.each(SEEDS)(
    'while jobs are consumed, settled, lost, retried and enqueued, every task settles (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const { runId, nTasks } = await stage.plan(60);
      const { pool, queue } = stage;
      let nTaken = 0;
      stage.consume(async ({ payload }) => {
        nTaken++;
        await settle(pool, [
          settlementOf(stage.parts, parseTagJob(payload), {
            isFailed: nTaken < 120 && random() < 0.5,
          }),
        ]);
      });
      const lose = async () => {
        await queue.remove((await queue.jobIds()).filter(() => random() < 0.4));
      };
      await waitFor(async () => {
        await Promise.all([
          stage.fill(runId),
          reconcile(pool, queue),
          lose(),
          retryFailed(pool, runId, ALL),
          reconcile(pool, queue),
        ]);
        const progress = await runProgress(pool, runId);
        return progress?.state === 'complete' && progress.nFailed === 0;
      }, 'every task is settled well');
      const { rows } = await pool.query<{ status: string; n: number }>(
        'select status, count(*) as n from task_outcome where run_id = $1 group by status',
        [runId],
      );
      expect(rows).toEqual([{ status: 'tagged', n: nTasks }]);
      expect(await runProgress(pool, runId)).toMatchObject({ nSettled: nTasks });
    },
  );
});
