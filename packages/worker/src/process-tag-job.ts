import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { type ModelRowId, parseTagJob, type TagJob, type TaskOutcome } from '@earmark/core/run';
import type { Delivery } from '@earmark/queue';
import { type TaggedTrack, tagTrack, type TagTrackDeps } from './tag-track.ts';

export type SettledJob = Omit<TaggedTrack, 'contentSha256'> & {
  readonly job: TagJob;
  readonly contentSha256: Buffer | null;
  readonly attempt: number;
};

export interface ProcessTagJobDeps extends TagTrackDeps {
  /** The models of the job that are still owed; none when its run was cancelled, or another delivery settled it. */
  owedModels(job: TagJob): Promise<readonly ModelRowId[]>;
  settle(settled: SettledJob): Promise<void>;
}

/**
 * Tags the track of a job and settles its tasks, failed ones included. When it throws, nothing is settled and
 * the job is owed as before. A job is a hint only: what the ledger does not owe any more is skipped.
 *
 * @returns undefined when nothing of the job was owed
 *
 * @throws JOB_INVALID; a `retry` failure, until the last attempt; a `stop` failure; the reason of the signal
 */
export async function processTagJob(
  { payload, attempt, isLastAttempt }: Delivery,
  deps: ProcessTagJobDeps,
  signal: AbortSignal,
): Promise<SettledJob | undefined> {
  const queued = parseTagJob(payload);
  const models = await deps.owedModels(queued);
  if (models.length === 0) return undefined;
  const job = { ...queued, models };
  const mayRetry = (error: EarmarkError) => error.action === 'retry' && !isLastAttempt;
  const tagged = await tagTrack(job, deps, signal).catch((cause: unknown): FailedTrack => {
    signal.throwIfAborted();
    const error = toEarmarkError(cause);
    if (error.action === 'stop' || mayRetry(error)) throw error;
    return failedTrack(job, error);
  });
  const failure = tagged.outcomes.map(toError).find((error) => error && mayRetry(error));
  if (failure) throw failure;
  const settled = { job, attempt, ...tagged };
  await deps.settle(settled);
  return settled;
}

type FailedTrack = Pick<SettledJob, 'outcomes' | 'contentSha256' | 'durationSeconds'>;

function failedTrack(job: TagJob, { code, message }: EarmarkError): FailedTrack {
  return {
    outcomes: job.modelRowIds.map((modelRowId) => ({
      status: 'failed',
      modelRowId,
      code,
      message,
    })),
    contentSha256: null,
    durationSeconds: null,
  };
}

function toError(outcome: TaskOutcome): EarmarkError | undefined {
  return outcome.status === 'failed' ? new EarmarkError(outcome.code, outcome.message) : undefined;
}
