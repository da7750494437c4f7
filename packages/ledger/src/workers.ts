import { EarmarkError, type ServiceName } from '@earmark/core/failure';
import { inTransaction, type Pool, type Queryable } from './pool.ts';

/** What a worker is, from its start to its end. */
export interface Worker {
  /** Host and process id, as in `settled_by` of the outcomes that it settles. */
  readonly name: string;
  readonly host: string;
  readonly version: string;
  readonly device: string;
  /** Tracks that it handles at a time in each stage. */
  readonly slots: { readonly fetch: number; readonly decode: number; readonly threads: number };
}

export const WORKER_STATES = ['idle', 'working', 'blocked', 'draining'] as const;

/** What a worker does at the moment. */
export interface WorkerActivity {
  readonly state: (typeof WORKER_STATES)[number];
  /** The service that it waits for; null when none is unavailable. */
  readonly blockedOn: ServiceName | null;
  /** Jobs in flight. */
  readonly nJobs: number;
}

export interface ListedWorker extends Worker, WorkerActivity {
  readonly isDrainRequested: boolean;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly secondsSinceSeen: number;
}

/** Adds a worker that starts, idle; removes those that were not seen for a day. @throws STORE_UNAVAILABLE */
export function registerWorker(pool: Pool, worker: Worker): Promise<void> {
  const { name, host, version, device, slots } = worker;
  return inTransaction(pool, async (client) => {
    // That of an earlier worker with the same process id, too.
    await client.query(`delete from worker where name = $1 or seen_at < now() - interval '1 day'`, [
      name,
    ]);
    await client.query(
      `insert into worker (name, host, version, device, n_fetch, n_decode, n_threads)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [name, host, version, device, slots.fetch, slots.decode, slots.threads],
    );
  });
}

/**
 * Records that a worker is alive and what it does; returns whether it is asked to drain, or undefined when it is not
 * registered any more.
 *
 * @throws STORE_UNAVAILABLE
 */
export async function heartbeat(
  db: Queryable,
  name: string,
  { state, blockedOn, nJobs }: WorkerActivity,
): Promise<boolean | undefined> {
  const { rows } = await db.query<{ isDrainRequested: boolean }>(
    `update worker set state = $2, blocked_on = $3, n_jobs = $4, seen_at = now() where name = $1
     returning is_drain_requested as "isDrainRequested"`,
    [name, state, blockedOn, nJobs],
  );
  return rows[0]?.isDrainRequested;
}

/** Removes a worker that ends. @throws STORE_UNAVAILABLE */
export async function removeWorker(db: Queryable, name: string): Promise<void> {
  await db.query('delete from worker where name = $1', [name]);
}

/** All registered workers by name, those that died within a day included. */
export async function listWorkers(db: Queryable): Promise<readonly ListedWorker[]> {
  const { rows } = await db.query<ListedWorker>(
    `select name, host, version, device, state, blocked_on as "blockedOn", n_jobs as "nJobs",
       json_build_object('fetch', n_fetch, 'decode', n_decode, 'threads', n_threads) as slots,
       is_drain_requested as "isDrainRequested", started_at as "startedAt", seen_at as "seenAt",
       greatest(0, extract(epoch from now() - seen_at)::float8) as "secondsSinceSeen"
     from worker order by name collate "C"`,
  );
  return rows;
}

/**
 * Asks a worker to drain, or to take jobs again; it follows within a heartbeat.
 *
 * @throws USAGE_INVALID when there is no such worker
 */
export async function requestDrain(
  db: Queryable,
  name: string,
  isRequested: boolean,
): Promise<void> {
  const { rowCount } = await db.query('update worker set is_drain_requested = $2 where name = $1', [
    name,
    isRequested,
  ]);
  if (rowCount === 0) throw unknownWorker(name, await listWorkers(db));
}

function unknownWorker(name: string, workers: readonly ListedWorker[]): EarmarkError {
  const known = workers.map((worker) => worker.name).join(', ');
  return new EarmarkError(
    'USAGE_INVALID',
    `There is no worker "${name}". ${known ? `The workers are: ${known}.` : 'No worker is registered.'}`,
  );
}
