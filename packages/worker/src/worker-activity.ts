import type { ServiceName } from '@earmark/core/failure';
import type { WorkerActivity } from '@earmark/ledger';

export interface ActivityFacts {
  readonly isDraining: boolean;
  readonly blockedOn: ServiceName | null;
  /** Jobs in flight. */
  readonly nJobs: number;
}

/** What a worker does, for its row in the ledger. One that drains may be blocked as well: `blockedOn` says so. */
export function toActivity({ isDraining, blockedOn, nJobs }: ActivityFacts): WorkerActivity {
  return { state: stateOf({ isDraining, blockedOn, nJobs }), blockedOn, nJobs };
}

function stateOf({ isDraining, blockedOn, nJobs }: ActivityFacts): WorkerActivity['state'] {
  if (isDraining) return 'draining';
  if (blockedOn !== null) return 'blocked';
  return nJobs > 0 ? 'working' : 'idle';
}
