import type { Settler } from '@earmark/ledger';
import type { ProcessTagJobDeps } from './process-tag-job.ts';
import type { WorkMeter } from './work-meter.ts';

export interface SettleJobDeps {
  readonly settler: Settler;
  readonly meter: Pick<WorkMeter, 'timed' | 'settled'>;
  readonly settledBy: string;
  readonly softwareId: number;
}

/** Settles a job, then counts what was new in the ledger. */
export function createSettleJob(deps: SettleJobDeps): ProcessTagJobDeps['settle'] {
  const { settler, meter, settledBy, softwareId } = deps;
  return async (ended, models) => {
    const newOutcomes = await meter.timed('settle', () =>
      settler({ ...ended, settledBy, softwareId }),
    );
    meter.settled(models, newOutcomes, ended.durationSeconds);
  };
}
