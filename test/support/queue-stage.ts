import { afterAll, beforeAll, beforeEach, describe, onTestFinished } from 'vitest';
import type { RunId } from '@earmark/core/run';
import { createPool, migrate, type PlannedRun, type Pool, runningRuns } from '@earmark/ledger';
import {
  consumeJobs,
  type Delivery,
  fillWindow,
  type Intake,
  openTagQueue,
  queueAddress,
  type QueueAddress,
  TAG_QUEUE,
  type TagQueue,
} from '@earmark/queue';
import { planTestRun, registerParts, type RunParts } from './planned-run.ts';
import { loseQueue } from './queues.ts';
import { createDatabase, redisUrl } from './services.ts';

/** A ledger and a queue that is empty at the start of each test. */
export interface QueueStage {
  readonly pool: Pool;
  readonly queue: TagQueue;
  readonly parts: RunParts;
  /** A run of so many tracks and two models, of which nothing is enqueued yet. */
  plan(nTracks: number): Promise<PlannedRun>;
  /** Enqueues jobs of a run while it is running, and returns how many. */
  fill(runId: RunId): Promise<number>;
  /** Empties the queue and opens it again, as every program does when it starts. */
  startAfresh(): Promise<void>;
  /** Consumes jobs until the test ends or `stop` is called; `ended` resolves when the last one is released. */
  consume(
    process: (delivery: Delivery) => Promise<unknown>,
    options?: { readonly concurrency?: number },
  ): Consumer;
}

export interface Consumer {
  readonly stop: () => void;
  readonly ended: Promise<void>;
  readonly intake: Intake;
}

/** Describes the same behaviour on both servers that can hold the queue. */
export function describeOnBothQueues(database: string, behave: (stage: QueueStage) => void): void {
  const redis = redisUrl();
  describe.skipIf(redis === undefined)('with the queue in Redis', () => {
    behave(queueStage(`${database}_redis`, redis));
  });
  describe('with the queue in Postgres', () => {
    behave(queueStage(`${database}_postgres`, undefined));
  });
}

function queueStage(database: string, redisUrl: string | undefined): QueueStage {
  let pool: Pool;
  let parts: RunParts;
  let address: QueueAddress;
  let queue: TagQueue;
  let nRuns = 0;

  beforeAll(async () => {
    const databaseUrl = await createDatabase(database);
    pool = createPool(databaseUrl, { max: 8 });
    await migrate(pool);
    parts = await registerParts(pool);
    address = await queueAddress(pool, { redisUrl, databaseUrl });
    queue = openTagQueue(address, () => undefined);
  });
  beforeEach(async () => {
    // Runs of earlier tests are none of this one's.
    await pool.query(`update run set state = 'cancelled' where state in ('planning', 'running')`);
    await startAfresh();
  });
  afterAll(async () => {
    await queue.close();
    await pool.end();
  });

  async function startAfresh(): Promise<void> {
    await queue.counts();
    await queue.close();
    await loseQueue(address);
    queue = openTagQueue(address, () => undefined);
  }

  return {
    get pool() {
      return pool;
    },
    get queue() {
      return queue;
    },
    get parts() {
      return parts;
    },
    plan: (nTracks) => planTestRun(pool, { name: `run ${String(++nRuns)}`, nTracks, parts }),
    async fill(runId) {
      const run = (await runningRuns(pool)).find((running) => running.runId === runId);
      return run ? fillWindow(pool, queue, run) : 0;
    },
    startAfresh,
    consume(process, { concurrency = 2 } = {}) {
      const controller = new AbortController();
      const stop = () => {
        controller.abort();
      };
      onTestFinished(stop);
      const options = {
        address,
        concurrency,
        lockSeconds: 20,
        process: async (delivery: Delivery) => {
          await process(delivery);
        },
        onRetry: () => undefined,
        onStop: stop,
        onQueueError: () => undefined,
      };
      let intake: Intake | undefined;
      const ended = consumeJobs(
        { ...options, queue: TAG_QUEUE, onStart: (started) => (intake = started) },
        controller.signal,
      );
      if (!intake) throw new Error('the consumer did not start');
      return { stop, ended, intake };
    },
  };
}
