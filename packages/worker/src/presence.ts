import type { Intake } from '@earmark/queue';
import type { StageLimits, WorkerDeps } from './create-worker.ts';
import { startHeartbeat } from './heartbeat.ts';
import { toActivity } from './worker-activity.ts';

export interface PresenceDeps extends Pick<
  WorkerDeps,
  'pool' | 'log' | 'outages' | 'settledBy' | 'earmarkVersion' | 'device'
> {
  /** Name of this machine. */
  readonly host: string;
}

/** A worker as the ledger lists it. */
export interface Presence {
  /** Counts a job as in flight while `work` goes on. */
  inFlight<T>(work: () => Promise<T>): Promise<T>;
  /** Has the ledger decide from now on whether new jobs are taken. */
  readonly control: (intake: Intake) => void;
  /** Removes the worker from the ledger. */
  end(): Promise<void>;
}

/** Lists this worker in the ledger, and drains it while the ledger asks for that. */
export function createPresence(
  limits: StageLimits,
  { pool, log, outages, settledBy, host, earmarkVersion, device }: PresenceDeps,
  stopping: AbortSignal,
): Presence {
  let intake: Intake | undefined;
  let isDrainRequested = false;
  let nJobs = 0;
  const heartbeat = startHeartbeat({
    pool,
    log,
    worker: { name: settledBy, host, version: earmarkVersion, device, slots: limits },
    activity: () =>
      toActivity({
        isDraining: isDrainRequested || stopping.aborted,
        blockedOn: outages.current()[0] ?? null,
        nJobs,
      }),
    async setDraining(isDraining) {
      isDrainRequested = isDraining;
      await (isDraining ? intake?.pause() : intake?.resume());
    },
  });
  return {
    async inFlight(work) {
      nJobs++;
      return work().finally(() => {
        nJobs--;
      });
    },
    control: (started) => {
      intake = started;
    },
    end: () => heartbeat.stop(),
  };
}
