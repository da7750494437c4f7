import { openServices } from '@earmark/runtime/embedded/services.js';
import { createLogger, type Logger } from '@earmark/runtime/log/logger.js';
import { startHealthServer } from '@earmark/runtime/metrics/health-server.js';
import { createMetrics, type Metrics } from '@earmark/runtime/metrics/metrics.js';
import { migrate } from '@earmark/runtime/postgres/migrate.js';
import { createPool, type Pool } from '@earmark/runtime/postgres/pool.js';
import { queueAddress, type QueueAddress } from '@earmark/runtime/queue/queue-address.js';
import { openTagQueue, type TagQueue } from '@earmark/runtime/queue/tag-queue.js';
import type { Context } from './context.ts';

/** What producer, worker and aggregator all need: ledger, queue, log, metrics. */
export interface Program {
  readonly pool: Pool;
  readonly queueAddress: QueueAddress;
  readonly queue: TagQueue;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** Runs a program on its services, serves its metrics meanwhile, and closes everything after it. */
export async function withProgram<T>(
  { env }: Context,
  name: string,
  body: (program: Program) => Promise<T>,
): Promise<T> {
  const log = createLogger(env, name);
  const metrics = createMetrics();
  const services = await openServices(env, 'shared');
  const closers = [() => services.close()];
  try {
    const pool = createPool(services.databaseUrl, { max: 8 });
    closers.unshift(() => pool.end());
    await migrate(pool);
    const health = await startHealthServer(env, metrics, () => canQuery(pool));
    closers.unshift(() => health.close());
    log.info({ metrics: `${health.url}/metrics`, ...services.description }, `${name} started`);
    const address = queueAddress(services);
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
