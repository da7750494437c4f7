import { setTimeout as sleep } from 'node:timers/promises';
import { toEarmarkError } from '@earmark/core/failure';
import {
  heartbeat,
  type Pool,
  registerWorker,
  removeWorker,
  type Worker,
  type WorkerActivity,
} from '@earmark/ledger';
import type { Log } from '@earmark/runtime/log';

const INTERVAL_MS = 5_000;

export interface HeartbeatDeps {
  readonly pool: Pool;
  readonly worker: Worker;
  readonly activity: () => WorkerActivity;
  /** Called at every heartbeat with what the ledger asks for. */
  readonly setDraining: (isDraining: boolean) => Promise<void>;
  readonly log: Log;
}

export interface Heartbeat {
  /** Ends it and removes the worker from the ledger. */
  stop(): Promise<void>;
}

/**
 * Registers a worker in the ledger and records every five seconds that it is alive. It never stops work: an unavailable
 * ledger is ignored until the next time, any other failure is logged.
 */
export function startHeartbeat({
  pool,
  worker,
  activity,
  setDraining,
  log,
}: HeartbeatDeps): Heartbeat {
  const controller = new AbortController();
  const { signal } = controller;
  const ignoreFailure = (cause: unknown) => {
    const { code, message } = toEarmarkError(cause);
    if (code !== 'STORE_UNAVAILABLE') log.event('heartbeat_failed', { code, error: message });
  };
  let isRegistered = false;
  const beat = async () => {
    if (!isRegistered) await registerWorker(pool, worker);
    const isDrainRequested = await heartbeat(pool, worker.name, activity());
    isRegistered = isDrainRequested !== undefined;
    if (isDrainRequested !== undefined) await setDraining(isDrainRequested);
  };
  const beatUntilStopped = async () => {
    while (!signal.aborted) {
      await beat().catch(ignoreFailure);
      await sleep(INTERVAL_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const ended = beatUntilStopped();
  return {
    async stop() {
      controller.abort();
      await ended;
      await removeWorker(pool, worker.name).catch(ignoreFailure);
    },
  };
}
