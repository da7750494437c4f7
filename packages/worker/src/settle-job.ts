import type { Settler } from '@earmark/ledger';
import type { TrackFailureLog } from '@earmark/runtime/log';
import type { ProcessTagJobDeps } from './process-tag-job.ts';
import type { WorkMeter } from './work-meter.ts';

export interface SettleJobDeps {
  readonly settler: Settler;
  readonly meter: Pick<WorkMeter, 'timed' | 'settled'>;
  readonly failures: Pick<TrackFailureLog, 'failed'>;
  readonly settledBy: string;
  readonly softwareId: number;
}

/** Settles a job, then counts and logs what was new in the ledger. */
export function createSettleJob(deps: SettleJobDeps): ProcessTagJobDeps['settle'] {
  const { settler, meter, failures, settledBy, softwareId } = deps;
  return async (ended, { uri, models }) => {
    const { runId, trackId, attempts, durationSeconds } = ended;
    const newOutcomes = await meter.timed('settle', () =>
      settler({ ...ended, settledBy, softwareId }),
    );
    meter.settled({ runId, models, newOutcomes, durationSeconds });
    const failed = newOutcomes.filter((outcome) => outcome.status === 'failed');
    const [first] = failed;
    if (!first) return;
    const failedModels = models.filter(({ modelRowId }) =>
      failed.some((failure) => failure.modelRowId === modelRowId),
    );
    failures.failed({
      run: runId,
      track: trackId,
      file: uri,
      code: first.code,
      attempt: attempts,
      models: failedModels.map(({ spec }) => spec.name),
      error: first.message,
    });
  };
}
