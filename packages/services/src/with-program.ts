import { SERVICES, type ServiceName } from '@earmark/core/failure';
import { createPool, endPool, migrate, type Pool } from '@earmark/ledger';
import {
  createQueueErrorListener,
  openTagQueue,
  queueAddress,
  type QueueAddress,
  type TagQueue,
} from '@earmark/queue';
import type { Context } from '@earmark/runtime/command';
import { type Log, logOutages } from '@earmark/runtime/log';
import { createMetrics, type Metrics, startHealthServer } from '@earmark/runtime/metrics';
import {
  createOutages,
  createProgress,
  createRetryWhileUnavailable,
  type Outages,
  type Progress,
} from '@earmark/runtime/process';
import { openServices } from './open-services.ts';
import { observeProgram } from './program-metrics.ts';
import { watchServices } from './watch-services.ts';

/** What producer, worker and aggregator need: ledger, queue, metrics, and who to tell of an outage. */
export interface Program {
  readonly pool: Pool;
  readonly queueAddress: QueueAddress;
  readonly queue: TagQueue;
  readonly metrics: Metrics;
  readonly outages: Outages;
  /** Told of the work that is under way, so that `/healthz` notices when none ends. */
  readonly progress: Progress;
  /** For the errors that BullMQ reports beside those of its calls. */
  readonly onQueueError: (error: Error) => void;
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
  log: Log,
  body: (program: Program) => Promise<T>,
): Promise<T> {
  const metrics = createMetrics();
  const outages = createOutages(logOutages(log));
  const retry = { signal, limitMs: STARTUP_LIMIT_MS[name], outages };
  const retryWhileUnavailable = createRetryWhileUnavailable(retry);
  const services = await retryWhileUnavailable(() =>
    openServices(env, 'shared', (error) => {
      log.event('server_restarted', { error });
    }),
  );
  const closers = [() => services.close()];
  try {
    const pool = createPool(services.databaseUrl, { max: 8 });
    closers.unshift(() => endPool(pool));
    await retryWhileUnavailable(() => migrate(pool));
    const address = await queueAddress(pool, services);
    const onQueueError = createQueueErrorListener(address, { log, outages });
    const queue = openTagQueue(address, onQueueError);
    closers.unshift(() => queue.close());
    const probes = {
      postgres: () => pool.query('select 1'),
      ...(address.backend === 'redis' && { redis: () => queue.probe() }),
    };
    const probed = SERVICES.filter((service) => service in probes);
    const watch = watchServices(probes, outages);
    closers.unshift(() => watch.stop());
    const progress = createProgress(outages);
    const health = await startHealthServer(env, metrics, {
      stuck: () => stuckText(progress),
      waitsFor: () => probed.flatMap((service) => outageText(service, outages)),
    });
    closers.unshift(() => health.close());
    log.event('program_started', { metrics: `${health.url}/metrics`, ...services.description });
    observeProgram(metrics, { name, env, pool, outages, probed });
    const observed = { metrics, outages, progress };
    return await body({ pool, queueAddress: address, queue, ...observed, onQueueError });
  } finally {
    for (const close of closers) await close();
  }
}

function outageText(service: ServiceName, outages: Outages): readonly string[] {
  const error = outages.errorOf(service);
  return error === undefined ? [] : [`${service} is unavailable: ${error}`];
}

/** The longest tracks, scored by every model on a slow machine, take less. */
const STUCK_MINUTES = 60;

function stuckText(progress: Progress): readonly string[] {
  const minutes = Math.floor(progress.secondsWithout() / 60);
  if (minutes < STUCK_MINUTES) return [];
  return [
    `work is under way and none has ended for ${String(minutes)} minutes: restart this program`,
  ];
}
