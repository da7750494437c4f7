import { createPostgresBackend, type Processor, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { EarmarkError } from '@earmark/core/failure';
import { connectionOptions, isPooled, ledgerId, type Queryable } from '@earmark/ledger';
import { tlsOptions } from './redis-address.ts';

/** Where the queue of a ledger lives: Redis, or the Postgres that holds the ledger. BullMQ runs on both. */
export type QueueAddress =
  | {
      readonly backend: 'redis';
      readonly url: string;
      /** Prefix of the keys: every ledger has its own, so that several may share a Redis. */
      readonly prefix: string;
    }
  | { readonly backend: 'postgres'; readonly url: string };

/**
 * Redis when its address is set, else the queue lives in the ledger's Postgres.
 *
 * @throws USAGE_INVALID when a queue cannot live there; STORE_UNAVAILABLE
 */
export async function queueAddress(
  ledger: Queryable,
  { redisUrl, databaseUrl }: { redisUrl: string | undefined; databaseUrl: string },
): Promise<QueueAddress> {
  if (redisUrl)
    return { backend: 'redis', url: redisUrl, prefix: `earmark-${await ledgerId(ledger)}` };
  if (await isPooled(ledger)) {
    throw new EarmarkError(
      'USAGE_INVALID',
      'The queue cannot live in this Postgres: a worker waits for jobs on a connection of its own, and there is a pooler in between. Set REDIS_URL.',
    );
  }
  return { backend: 'postgres', url: databaseUrl };
}

/** Of a queue, which has the jobs of one kind. */
export type QueueName = `earmark-${string}`;

/** The queue of the jobs of runs. */
export const TAG_QUEUE = 'earmark-tag';

/** The settings of all queues. */
export const QUEUE = {
  /** Practically unlimited: workers find out in a sandbox which of their active jobs crashed a process. */
  maxStalledCount: 1_000,
  /** Attempts at a job whose failure may be temporary. */
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  /** In bytes. A payload is a few numbers and an address; more is a mistake. */
  sizeLimit: 16_384,
} as const;

const postgres = withBackend(createPostgresBackend);

/** Until the key with which Redis is probed is gone. */
const PROBE_SECONDS = 60;

/** BullMQ's queue on either backend, closed together with the connection it uses. */
export interface OpenQueue {
  readonly queue: Queue;
  /** Resolves when Redis takes what is written to it; a Postgres that holds the queue is asked by the ledger. */
  readonly probe: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export function openBullQueue(address: QueueAddress, name: QueueName): OpenQueue {
  const defaultJobOptions = {
    attempts: QUEUE.attempts,
    backoff: QUEUE.backoff,
    removeOnComplete: true,
    sizeLimit: QUEUE.sizeLimit,
  };
  if (address.backend === 'postgres') {
    const queue = new postgres.Queue(name, {
      connection: postgresConnection(address.url),
      defaultJobOptions,
    }) as unknown as Queue;
    return { queue, probe: () => Promise.resolve(), close: () => queue.close() };
  }
  const connection = redisConnection(address.url);
  const queue = new Queue(name, { connection, prefix: address.prefix, defaultJobOptions });
  return {
    queue,
    // A Redis that is full, or cannot save, goes on to answer PING.
    probe: async () => {
      await connection.set(`${address.prefix}:probe`, '', 'EX', PROBE_SECONDS);
    },
    close: () =>
      queue.close().finally(() => {
        connection.disconnect();
      }),
  };
}

export interface OpenWorker {
  readonly worker: Worker;
  readonly close: () => Promise<void>;
}

export interface WorkerOptions {
  /** Jobs processed at a time. */
  readonly concurrency: number;
  /** A job whose lock is not renewed for this long is stalled; a live worker renews it at half this time. */
  readonly lockSeconds: number;
}

/** A BullMQ worker that starts working with `run()`. */
export function openBullWorker(
  { address, queue }: { readonly address: QueueAddress; readonly queue: QueueName },
  processor: Processor,
  { concurrency, lockSeconds }: WorkerOptions,
): OpenWorker {
  const options = {
    autorun: false,
    concurrency,
    lockDuration: lockSeconds * 1_000,
    // A stalled job returns to the queue at the second check that finds it without a lock.
    stalledInterval: lockSeconds * 500,
    maxStalledCount: QUEUE.maxStalledCount,
  };
  if (address.backend === 'postgres') {
    const worker = new postgres.Worker(queue, processor, {
      ...options,
      connection: postgresConnection(address.url),
    }) as unknown as Worker;
    return { worker, close: () => worker.close() };
  }
  const connection = redisConnection(address.url);
  const worker = new Worker(queue, processor, {
    ...options,
    connection,
    prefix: address.prefix,
  });
  return {
    worker,
    close: () =>
      worker.close().finally(() => {
        connection.disconnect();
      }),
  };
}

/**
 * A server that owes an answer for this long is taken for lost and connected to again: one that is frozen, or whose
 * host is gone, closes no connection. BullMQ waits for its next job in commands of ten seconds.
 */
const SILENCE_MS = 15_000;

function postgresConnection(url: string) {
  const deadlines = { connectionTimeoutMillis: 10_000, query_timeout: SILENCE_MS };
  return { ...connectionOptions(url), migrate: true, max: 4, ...deadlines };
}

function redisConnection(url: string): Redis {
  // BullMQ requires unlimited retries: commands wait while Redis is unavailable.
  return new Redis(url, {
    ...tlsOptions(url),
    maxRetriesPerRequest: null,
    socketTimeout: SILENCE_MS,
  });
}
