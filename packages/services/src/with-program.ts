import { createPool, migrate, type Pool } from '@earmark/ledger';
import { openTagQueue, queueAddress, type QueueAddress, type TagQueue } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { createLogger, type Logger, logOutages } from '@earmark/runtime/log';
import { createMetrics, type Metrics, startHealthServer } from '@earmark/runtime/metrics';
import { createPatience } from '@earmark/runtime/process';
import { openServices } from './open-services.ts';

/** What producer, worker and aggregator all need: ledger, queue, log, metrics. */
export interface Program {
  readonly pool: Pool;
  readonly queueAddress: QueueAddress;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/**
 * How long a program waits for services that are not there when it starts. Those that work until they are stopped may
 * be started together with their services, or while these are started again; who plans a run wants to know at once.
 */
const PATIENCE_MS = { producer: 0, worker: 60_000, aggregator: 60_000 } as const;

/**
 * Runs a program on its services, serves its metrics meanwhile, and closes everything after it.
 *
 * @throws STORE_UNAVAILABLE, QUEUE_UNAVAILABLE when a service is not there
 */
export async function withProgram<T>(
  { env, signal }: Context,
  name: keyof typeof PATIENCE_MS,
  body: (program: Program) => Promise<T>,
): Promise<T> {
  const log = createLogger(env, name);
  const metrics = createMetrics();
  const patience = { signal, limitMs: PATIENCE_MS[name], ...logOutages(log) };
  const patiently = createPatience(patience);
  const services = await patiently(() =>
    openServices(env, 'shared', (message) => {
      log.warn(message);
    }),
  );
  const closers = [() => services.close()];
  try {
    const pool = createPool(services.databaseUrl, { max: 8 });
    closers.unshift(() => pool.end());
    await patiently(() => migrate(pool));
    const health = await startHealthServer(env, metrics, () => canQuery(pool));
    closers.unshift(() => health.close());
    log.info({ metrics: `${health.url}/metrics`, ...services.description }, `${name} started`);
    const address = await queueAddress(pool, services);
    const queue = openTagQueue(address, (error) => {
      log.warn({ error: error.message }, 'queue');
    });
    closers.unshift(() => queue.close());
    return await body({ pool, queueAddress: address, queue, log, metrics });
  } finally {
    for (const close of closers) await close();
  }
}

function canQuery(pool: Pool): Promise<boolean> {
  return pool.query('select 1').then(
    () => true,
    () => false,
  );
}
