import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunId } from '@earmark/core/run';
import { cancelRun, createPool, migrate, type Pool } from '@earmark/ledger';
import { fillWindow, openTagQueue, queueAddress, reconcile, type TagQueue } from '@earmark/queue';
import { planTestRun, registerParts } from '../support/planned-run.ts';
import { createDatabase, redisUrl } from '../support/services.ts';

const redis = redisUrl();

/** Every ledger counts from one. */
const RUN = RunId.parse(1);

interface Ledger {
  readonly pool: Pool;
  readonly queue: TagQueue;
}

let ledgers: readonly [Ledger, Ledger];
beforeAll(async () => {
  ledgers = [await openLedger('shared_redis_one'), await openLedger('shared_redis_two')];
});
afterAll(async () => {
  for (const { pool, queue } of ledgers) {
    await queue.close();
    await pool.end();
  }
});

async function openLedger(name: string): Promise<Ledger> {
  const databaseUrl = await createDatabase(name);
  const pool = createPool(databaseUrl);
  await migrate(pool);
  const address = await queueAddress(pool, { redisUrl: redis, databaseUrl });
  return { pool, queue: openTagQueue(address, () => undefined) };
}

/** Plans a run of three tracks, and hands its jobs to the queue. */
async function fill({ pool, queue }: Ledger): Promise<RunId> {
  const parts = await registerParts(pool);
  const { runId } = await planTestRun(pool, { name: 'run', nTracks: 3, parts });
  await fillWindow(pool, queue, { runId, priority: 'normal', enqueuedTo: 0 });
  return runId;
}

test.skipIf(redis === undefined)(
  'two ledgers that share a Redis have the same run 1, and keep their jobs to themselves',
  async () => {
    for (const ledger of ledgers) expect(await fill(ledger)).toBe(RUN);
    const [one, two] = ledgers;
    await cancelRun(one.pool, RUN);
    expect(await reconcile(one.pool, one.queue)).toMatchObject({ nRemoved: 3 });
    expect((await two.queue.counts()).waiting).toBe(3);
    const nothing = { nReenqueued: 0, nRemoved: 0, recounted: [] };
    expect(await reconcile(two.pool, two.queue)).toEqual(nothing);
  },
);
