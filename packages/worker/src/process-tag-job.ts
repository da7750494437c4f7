import { EarmarkError, toEarmarkError } from '@earmark/core/failure';
import { parseTagJob, type TagJob, type TaskOutcome } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { Settlement } from '@earmark/ledger';
import type { Delivery } from '@earmark/queue';
import type { SelfCheck } from './self-check.ts';
import { type TaggedTrack, tagTrack, type TagTrackDeps, type TrackRequest } from './tag-track.ts';

/** How a job ended, without who did it and with which software. */
export type EndedJob = Omit<Settlement, 'settledBy' | 'softwareId'>;

export interface ProcessTagJobDeps extends TagTrackDeps {
  /**
   * The models of the job that are still owed; none when its run was cancelled, or another delivery settled it.
   *
   * @throws MODEL_MISSING, MODEL_MISMATCH when one of them is not installed here
   */
  owedModels(job: TagJob): Promise<readonly RequestedModel[]>;
  checkSelf: SelfCheck;
  settle(ended: EndedJob, request: Pick<TrackRequest, 'uri' | 'models'>): Promise<void>;
}

/**
 * Tags the track of a job and settles its tasks, failed ones included. When it throws, nothing is settled and its
 * tasks are owed as before. A job is a hint only: tasks that the ledger does not owe any more are skipped.
 *
 * @throws JOB_INVALID; a `retry` failure, until the last attempt; a `stop` failure; the reason of the signal
 */
export async function processTagJob(
  { payload, attempt, isLastAttempt }: Delivery,
  deps: ProcessTagJobDeps,
  signal: AbortSignal,
): Promise<void> {
  const job = parseTagJob(payload);
  const models = await deps.owedModels(job);
  if (models.length === 0) return;
  const mayRetry = (error: EarmarkError) => error.action === 'retry' && !isLastAttempt;
  const tagged = await tagTrack({ ...job, models }, deps, signal).catch(async (cause: unknown) => {
    signal.throwIfAborted();
    const error = toEarmarkError(cause);
    if (error.action === 'stop') throw error;
    await deps.checkSelf(error.code, job, signal);
    if (mayRetry(error)) throw error;
    return failedTrack(models, error);
  });
  const failure = tagged.outcomes.map(toError).find((error) => error && mayRetry(error));
  if (failure) throw failure;
  const { runId, trackId, uri } = job;
  await deps.settle({ runId, trackId, attempts: attempt, ...tagged }, { uri, models });
}

function failedTrack(
  models: readonly RequestedModel[],
  { code, message }: EarmarkError,
): TaggedTrack {
  return {
    outcomes: models.map(({ modelRowId }) => ({ status: 'failed', modelRowId, code, message })),
    contentSha256: null,
    durationSeconds: null,
    level: null,
    embeddedMetadata: null,
  };
}

function toError(outcome: TaskOutcome): EarmarkError | undefined {
  return outcome.status === 'failed' ? new EarmarkError(outcome.code, outcome.message) : undefined;
}
