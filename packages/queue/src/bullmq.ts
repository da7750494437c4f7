import { createPostgresBackend, type Processor, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { KEEP_ALIVE, ledgerId, type Queryable } from '@earmark/ledger';

/** Where the queue of a ledger lives: Redis, or the Postgres that holds the ledger. BullMQ runs on both. */
export type QueueAddress =
  | {
      readonly backend: 'redis';
      readonly url: string;
      /** What the keys begin with: every ledger has its own, so that several may share a Redis. */
      readonly prefix: string;
    }
  | { readonly backend: 'postgres'; readonly url: string };

/** Redis when there is an address of one, else the queue lives in the ledger's Postgres. */
export async function queueAddress(
  ledger: Queryable,
  { redisUrl, databaseUrl }: { redisUrl: string | undefined; databaseUrl: string },
): Promise<QueueAddress> {
  return redisUrl
    ? { backend: 'redis', url: redisUrl, prefix: `earmark-${await ledgerId(ledger)}` }
    : { backend: 'postgres', url: databaseUrl };
}

/** Everything that BullMQ is told about our one queue. */
export const QUEUE = {
  name: 'earmark-tag',
  /** The queue gives no job up: which of those in hand brought a process down is found out by the workers. */
  maxStalledCount: 1_000,
  /** Tries of a job whose failure may pass. */
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  /** A payload is a few numbers and an address; more is a mistake. In bytes. */
  sizeLimit: 16_384,
} as const;

const postgres = withBackend(createPostgresBackend);

/** BullMQ's queue on either backend, closed together with the connection it uses. */
export interface OpenQueue {
  readonly queue: Queue;
  readonly close: () => Promise<void>;
}

export function openBullQueue(address: QueueAddress): OpenQueue {
  const defaultJobOptions = {
    attempts: QUEUE.attempts,
    backoff: QUEUE.backoff,
    removeOnComplete: true,
    sizeLimit: QUEUE.sizeLimit,
  };
  if (address.backend === 'postgres') {
    const queue = new postgres.Queue(QUEUE.name, {
      connection: postgresConnection(address.url),
      defaultJobOptions,
    }) as unknown as Queue;
    return { queue, close: () => queue.close() };
  }
  const connection = redisConnection(address.url);
  const queue = new Queue(QUEUE.name, { connection, prefix: address.prefix, defaultJobOptions });
  return {
    queue,
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
  /** Jobs in hand at a time. */
  readonly concurrency: number;
  /** How long a job stays with a worker of which nothing is heard; the lock is renewed at half of it. */
  readonly lockSeconds: number;
}

/** A BullMQ worker that waits to be told `run()`. */
export function openBullWorker(
  address: QueueAddress,
  processor: Processor,
  { concurrency, lockSeconds }: WorkerOptions,
): OpenWorker {
  const options = {
    autorun: false,
    concurrency,
    lockDuration: lockSeconds * 1_000,
    // A job is given out again at the second look that finds it without a lock.
    stalledInterval: lockSeconds * 500,
    maxStalledCount: QUEUE.maxStalledCount,
  };
  if (address.backend === 'postgres') {
    const worker = new postgres.Worker(QUEUE.name, processor, {
      ...options,
      connection: postgresConnection(address.url),
    }) as unknown as Worker;
    return { worker, close: () => worker.close() };
  }
  const connection = redisConnection(address.url);
  const worker = new Worker(QUEUE.name, processor, {
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

function postgresConnection(url: string) {
  return { connectionString: url, migrate: true, max: 4, ...KEEP_ALIVE };
}

function redisConnection(url: string): Redis {
  // BullMQ asks for unlimited retries: a Redis that is away is waited for.
  return new Redis(url, { maxRetriesPerRequest: null });
}
