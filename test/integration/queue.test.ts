import { settleCrashed } from '@earmark/aggregator/settle-crashed.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import { parseEnvironment } from '@earmark/runtime/config/environment.js';
import { owedJobs } from '@earmark/runtime/ledger/owed-jobs.js';
import { runningRuns, runProgress } from '@earmark/runtime/ledger/runs.js';
import { createLogger } from '@earmark/runtime/log/logger.js';
import { migrate } from '@earmark/runtime/postgres/migrate.js';
import { createPool, type Pool } from '@earmark/runtime/postgres/pool.js';
import { fillWindow } from '@earmark/runtime/queue/fill-window.js';
import type { QueueAddress } from '@earmark/runtime/queue/queue-address.js';
import { openTagQueue, type TagQueue } from '@earmark/runtime/queue/tag-queue.js';
import { consumeTagJobs } from '@earmark/worker/consume.js';
import type { Delivery } from '@earmark/worker/process-tag-job.js';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { planTestRun, registerParts } from '../support/planned-run.ts';
import { loseQueue } from '../support/queues.ts';
import { createDatabase, redisUrl } from '../support/services.ts';
import { waitFor } from '../support/wait-for.ts';

const redis = redisUrl(1);

describe.skipIf(redis === undefined)('the queue in Redis', () => {
  behavesAsQueue('in_redis', () => ({ backend: 'redis', url: redis ?? '' }));
});

describe('the queue in Postgres', () => {
  behavesAsQueue('in_postgres', (url) => ({ backend: 'postgres', url }));
});

function behavesAsQueue(name: string, addressOf: (databaseUrl: string) => QueueAddress): void {
  let pool: Pool;
  let address: QueueAddress;
  let queue: TagQueue;
  let nRuns = 0;

  beforeAll(async () => {
    const url = await createDatabase(`queue_${name}`);
    pool = createPool(url);
    await migrate(pool);
    address = addressOf(url);
    queue = openTagQueue(address, () => undefined);
  });
  beforeEach(startAfresh);
  afterAll(async () => {
    await queue.close();
    await pool.end();
  });

  /** Empties the queue and opens it anew, as every program does when it starts. */
  async function startAfresh(): Promise<void> {
    await queue.counts();
    await queue.close();
    await loseQueue(address);
    queue = openTagQueue(address, () => undefined);
  }

  async function plan(nTracks: number) {
    const parts = await registerParts(pool);
    return planTestRun(pool, { name: `run ${String(++nRuns)}`, nTracks, parts });
  }

  async function fill(runId: number): Promise<number> {
    const run = (await runningRuns(pool)).find((running) => running.runId === runId);
    return fillWindow(pool, queue, run!);
  }

  /** Takes jobs until the test ends or `stop` is called; resolves when the last one is given back. */
  function consume(process: (delivery: Delivery) => Promise<unknown>) {
    const controller = new AbortController();
    const stop = () => {
      controller.abort();
    };
    onTestFinished(stop);
    const options = {
      address,
      concurrency: 2,
      process,
      onStop: stop,
      onQueueError: () => undefined,
    };
    return { stop, ended: consumeTagJobs(options, controller.signal) };
  }

  test('holds a job once, however often it is added', async () => {
    const { runId } = await plan(3);
    const jobs = await owedJobs(pool, { runId, afterTrack: 0, limit: 10 });
    await queue.add(jobs);
    await queue.add(jobs);
    expect(await queue.counts()).toEqual({ waiting: 3, active: 0, delayed: 0, failed: 0 });
  });

  test('is filled up to its window, and filled again when it lost everything', async () => {
    const { runId } = await plan(2_600);
    expect(await fill(runId)).toBe(2_000);
    expect(await fill(runId)).toBe(0);
    await startAfresh();
    expect(await fill(runId)).toBe(600);
    await startAfresh();
    expect(await fill(runId)).toBe(0);
    expect(await fill(runId)).toBe(2_000);
    expect(await queue.counts()).toMatchObject({ waiting: 2_000 });
  });

  test('gives a job out again that a worker could not do, with no try spent', async () => {
    const { runId } = await plan(1);
    await fill(runId);
    const first = consume(() => Promise.reject(new EarmarkError('MODEL_MISSING', 'Not here.')));
    await first.ended;
    expect(await queue.counts()).toEqual({ waiting: 1, active: 0, delayed: 0, failed: 0 });
    const attempts: number[] = [];
    const second = consume(({ attempt }) => Promise.resolve(attempts.push(attempt)));
    await waitFor(() => attempts.length > 0, 'the job is given out again');
    second.stop();
    await second.ended;
    expect(attempts).toEqual([1]);
    expect(await queue.counts()).toEqual({ waiting: 0, active: 0, delayed: 0, failed: 0 });
  });

  test('parks a job that can never work, and the aggregator settles its tasks', async () => {
    const { runId } = await plan(1);
    await fill(runId);
    const { stop, ended } = consume(() =>
      Promise.reject(new EarmarkError('JOB_INVALID', 'Not understood.')),
    );
    await waitFor(async () => (await queue.counts()).failed === 1, 'the job is parked');
    stop();
    await ended;
    const log = createLogger(parseEnvironment({ EARMARK_LOG_LEVEL: 'silent' }), 'test');
    await settleCrashed({ pool, queue, log, settledBy: 'test' });
    expect(await queue.counts()).toMatchObject({ failed: 0 });
    expect(await runProgress(pool, runId)).toMatchObject({ state: 'complete', nFailed: 2 });
  });
}
