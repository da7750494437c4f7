import { heartbeat, type Pool, registerWorker } from '@earmark/ledger';

const ACTIVITIES = [
  { state: 'working', blockedOn: null, nJobs: 12 },
  { state: 'working', blockedOn: null, nJobs: 11 },
  { state: 'blocked', blockedOn: 's3', nJobs: 12 },
  { state: 'draining', blockedOn: null, nJobs: 0 },
] as const;

/** Registers the four workers that settle the generated corpus, each of which does something else. */
export async function fillWorkers(pool: Pool): Promise<void> {
  for (const [i, activity] of ACTIVITIES.entries()) {
    const host = `node-${String(i + 1)}`;
    await registerWorker(pool, {
      name: `${host}:4242`,
      host,
      version: '0.1.0',
      device: 'cpu',
      slots: { fetch: 4, decode: 4, threads: 4 },
    });
    await heartbeat(pool, `${host}:4242`, activity);
  }
}
