import { type ListedWorker, listWorkers, type Pool, type WorkerWork } from '@earmark/ledger';
import { rateOf } from './rate.ts';

/** A worker, and what it settled of a run. */
export interface WorkerStatus {
  readonly worker: string;
  /** What it does; null when it is not registered: it has ended. */
  readonly registered: ListedWorker | null;
  /** Its rate in the last minute. */
  readonly tracksPerSecond: number;
  /** Since its last task of the run; null when it settled none in the last five minutes. */
  readonly secondsSinceLast: number | null;
}

/** All registered workers, and those that recently settled tasks of a run, by name. */
export async function readWorkers(
  pool: Pool,
  recent: readonly WorkerWork[],
  run: { readonly nTracks: number; readonly nTasks: number },
): Promise<readonly WorkerStatus[]> {
  const registered = new Map((await listWorkers(pool)).map((worker) => [worker.name, worker]));
  const worked = new Map(recent.map((work) => [work.worker, work]));
  const names = [...new Set([...registered.keys(), ...worked.keys()])].sort();
  return names.map((worker) => {
    const work = worked.get(worker);
    return {
      worker,
      registered: registered.get(worker) ?? null,
      tracksPerSecond: work ? rateOf(work, run).tracksPerSecond : 0,
      secondsSinceLast: work?.secondsSinceLast ?? null,
    };
  });
}
