import { expect } from 'vitest';
import { createPool, migrate, type Pool } from '@earmark/ledger';
import { queueAddress, type QueueAddress } from '@earmark/queue';
import { createRetryWhileUnavailable, freePort } from '@earmark/runtime/process';
import { type Ended, startEarmark, type Started, type Variables } from './earmark.ts';
import { earmarkHere } from './earmark-here.ts';
import { type Gate, installGate } from './gate.ts';
import { countOutcomes } from './ledger.ts';
import { watchSettling } from './settled-once.ts';
import { waitFor } from './wait-for.ts';

/** A program that serves its metrics. */
export interface Scraped extends Started {
  /** Host and port. */
  readonly metricsAddress: string;
}

export interface FleetOptions {
  readonly databaseUrl: string;
  /** Undefined: the queue lives in Postgres. */
  readonly redisUrl: string | undefined;
  /** What is tagged. */
  readonly source: string;
  /** More options of `produce`. */
  readonly planArgs?: readonly string[];
  readonly variables: Variables;
}

/** Producer, workers and aggregator, each started by hand as on several machines, for one run on an empty ledger. */
export interface Fleet {
  readonly pool: Pool;
  readonly queue: QueueAddress;
  readonly variables: Variables;
  readonly produceArgs: readonly string[];
  /** Holds the run up, so that it outlasts what is done to it. */
  readonly gate: Gate;
  /** Plans the run, in this process. */
  produce(): Promise<Ended>;
  /** Starts a program and waits until it is ready. */
  startWorker(variables?: Variables): Promise<Scraped>;
  startAggregator(): Promise<Scraped>;
  /** Waits until more than so many tasks are settled, or the gate is reached. */
  untilSettled(nOutcomes: number): Promise<void>;
  /** Opens the gate and waits until every task is settled. */
  untilComplete(): Promise<void>;
  /** Opens the gate and waits until the run is reported and nothing is left to do. */
  untilReported(): Promise<void>;
  /** Asks every program that still runs to end, and expects each to do so well. */
  close(): Promise<void>;
}

/** Options that plan a run with both models of a corpus. */
const MODELS = ['--models', 'jamendo/starter,jamendo/sample'];

/** A lost worker is noticed within seconds, not minutes. */
export const LOCK_SECONDS = 2;

export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const { databaseUrl, redisUrl, source } = options;
  const pool = createPool(databaseUrl);
  await migrate(pool);
  await watchSettling(pool);
  const gate = await installGate(pool, databaseUrl);
  const variables = {
    EARMARK_LOG_LEVEL: 'error',
    EARMARK_LOCK_SECONDS: String(LOCK_SECONDS),
    ...options.variables,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
  };
  const produceArgs = ['produce', source, ...MODELS, ...(options.planArgs ?? []), '--json'];
  const running: Started[] = [];
  const start = async (args: readonly string[], more: Variables = {}): Promise<Scraped> => {
    const EARMARK_METRICS_PORT = String(await freePort());
    const started = startEarmark(args, { ...variables, EARMARK_METRICS_PORT, ...more });
    running.push(started);
    const metricsAddress = `127.0.0.1:${EARMARK_METRICS_PORT}`;
    const ready = `http://${metricsAddress}/readyz`;
    const hasEnded = () => started.process.exitCode !== null || started.process.signalCode !== null;
    await waitFor(async () => hasEnded() || (await isOk(ready)), `${String(args[0])} is ready`);
    return { ...started, metricsAddress };
  };
  const isFarEnough = (nOutcomes: number) =>
    // A ledger that is unavailable is one of the faults.
    createRetryWhileUnavailable({})(
      async () => (await countOutcomes(pool)) > nOutcomes || gate.isReached(),
    );
  return {
    pool,
    queue: await queueAddress(pool, { databaseUrl, redisUrl }),
    variables,
    produceArgs,
    produce: () => earmarkHere(produceArgs, { ...variables, EARMARK_LOG_LEVEL: 'silent' }),
    startWorker: (more) => start(['work', '--threads', '1', '--decode', '2'], more),
    startAggregator: () => start(['aggregate']),
    gate,
    untilSettled: (nOutcomes) =>
      waitFor(
        async () => {
          assertNoneFailed(running);
          return isFarEnough(nOutcomes);
        },
        `more than ${String(nOutcomes)} tasks are settled, or the gate is reached`,
      ),
    async untilComplete() {
      await gate.open();
      await waitFor(() => {
        assertNoneFailed(running);
        return hasRow(pool, `select from run where state = 'complete'`);
      }, 'every task is settled');
    },
    async untilReported() {
      await gate.open();
      await waitFor(() => {
        assertNoneFailed(running);
        return hasRow(pool, 'select from report');
      }, 'the run is reported');
    },
    async close() {
      const left = running.filter(({ process: { exitCode, signalCode } }) => {
        return exitCode === null && signalCode === null;
      });
      for (const { process } of left) process.kill('SIGTERM');
      for (const { ended } of left) expect(await ended).toMatchObject({ exitCode: 0, stderr: '' });
      await pool.end();
    },
  };
}

function isOk(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A program that ends with an error is why the run is not getting on: it is not waited for any longer. */
function assertNoneFailed(running: readonly Started[]): void {
  const failed = running.find(({ process: { exitCode } }) => exitCode !== null && exitCode !== 0);
  if (failed) throw new Error(`A program of the fleet failed: ${failed.stderr()}`);
}

async function hasRow(pool: Pool, sql: string): Promise<boolean> {
  // A ledger that is away is one of the faults.
  const { rowCount } = await pool.query(sql).catch(() => ({ rowCount: 0 }));
  return rowCount === 1;
}
