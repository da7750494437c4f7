import { createPool, migrate, type Pool } from '@earmark/ledger';
import { openTagQueue, queueAddress, type QueueAddress, type TagQueue } from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { createLogger, type Logger, logOutages } from '@earmark/runtime/log';
import { createMetrics, type Metrics, startHealthServer } from '@earmark/runtime/metrics';
import { createRetryWhileUnavailable } from '@earmark/runtime/process';
import { openServices } from './open-services.ts';

/** What producer, worker and aggregator need: ledger, queue, log, metrics. */
export interface Program {
  readonly pool: Pool;
  readonly queueAddress: QueueAddress;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/**
 * How long a program waits for services that are unavailable when it starts. Worker and aggregator may be started
 * together with their services, or while these restart; the producer fails at once, for a person waits for it.
 */
const STARTUP_LIMIT_MS = { producer: 0, worker: 60_000, aggregator: 60_000 } as const;

/**
 * Runs a program on its services, serves its metrics meanwhile, and closes everything afterwards.
 *
 * @throws STORE_UNAVAILABLE, QUEUE_UNAVAILABLE when a service is unavailable
 */
export async function withProgram<T>(
  { env, signal }: Context,
  name: keyof typeof STARTUP_LIMIT_MS,
  body: (program: Program) => Promise<T>,
): Promise<T> {
  const log = createLogger(env, name);
  const metrics = createMetrics();
  const retry = { signal, limitMs: STARTUP_LIMIT_MS[name], ...logOutages(log) };
  const retryWhileUnavailable = createRetryWhileUnavailable(retry);
  const services = await retryWhileUnavailable(() =>
    openServices(env, 'shared', (message) => {
      log.warn(message);
    }),
  );
  const closers = [() => services.close()];
  try {
    const pool = createPool(services.databaseUrl, { max: 8 });
    closers.unshift(() => pool.end());
    await retryWhileUnavailable(() => migrate(pool));
    const health = await startHealthServer(env, metrics, () => canQuery(pool));
    closers.unshift(() => health.close());
    log.info({ metrics: `${health.url}/metrics`, ...services.description }, `${name} started`);
    const address = await queueAddress(pool, services);
    const queue = openTagQueue(address, (error) => {
      log.warn({ error: error.message }, 'queue error');
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
