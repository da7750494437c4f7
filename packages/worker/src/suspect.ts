import { EarmarkError } from '@earmark/core/failure/earmark-error.js';

/** What the queue knows of a job in hand. */
export interface JobInHand {
  /** Workers that died with it in hand. */
  readonly stalledCounter: number;
  /** What `updateProgress` kept last; at first 0. */
  readonly progress: unknown;
  updateProgress(progress: number): Promise<void>;
}

/** Deaths of a worker that had nothing but this job at work; the first death, in company, proves nothing. */
const MAX_DEATHS_ALONE = 2;

/** Whether a worker died while it had this job in hand: it, or one that was in hand beside it, may be why. */
export function isSuspect({ stalledCounter }: JobInHand): boolean {
  return stalledCounter > 0;
}

/**
 * Does the work of a suspect, which nothing else is to be done beside: so the next death of the worker is its own
 * doing, and is noted beforehand, in the queue.
 *
 * @throws WORKER_CRASHED when it was the death of the worker too often
 */
export async function trySuspect(job: JobInHand, work: () => Promise<void>): Promise<void> {
  // Nothing else writes a job's progress.
  const nDeathsAlone = Number(job.progress);
  if (nDeathsAlone >= MAX_DEATHS_ALONE) throw crashed(job);
  await job.updateProgress(nDeathsAlone + 1);
  try {
    await work();
  } catch (error) {
    // Whatever went wrong, we are still alive.
    await job.updateProgress(0);
    throw error;
  }
}

function crashed({ stalledCounter }: JobInHand): EarmarkError {
  return new EarmarkError(
    'WORKER_CRASHED',
    `The worker died ${String(stalledCounter)} times while it had this track in hand, the last ` +
      `${String(MAX_DEATHS_ALONE)} times with nothing else at work. ` +
      'The file may be damaged in a way that brings the decoder down.',
  );
}
