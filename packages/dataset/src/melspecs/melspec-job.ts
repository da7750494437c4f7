import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { QueueName, QueuedJob } from '@earmark/queue';
import { EarmarkError } from '@earmark/core/failure';

const MelspecJob = z
  .object({
    /** Raised when a payload changes meaning. */
    version: z.literal(1),
    /** The name of the audio in its source. */
    file: z.string().min(1),
    /** Address of the audio, and the version of it that was listed. */
    uri: z.string().min(1),
    audioVersion: z.string().min(1),
    /** The path of the spectrogram in the storage. */
    path: z.string().min(1),
  })
  .readonly();

/** One spectrogram that is to be made. */
export type MelspecJob = z.infer<typeof MelspecJob>;

/** @throws JOB_INVALID */
export function parseMelspecJob(payload: unknown): MelspecJob {
  const { data } = MelspecJob.safeParse(payload);
  if (data) return data;
  throw new EarmarkError(
    'JOB_INVALID',
    'A job is not one that this version of Earmark understands. Run the same version everywhere.',
  );
}

/** The same on every machine, so that a spectrogram is enqueued once. */
export function toQueuedJob(job: MelspecJob): QueuedJob {
  return { id: `melspec-${hash(job.path)}`, payload: job };
}

/** A queue for each place and length of the spectrograms: machines with the same command share it. */
export function melspecQueue(out: string, isFull: boolean): QueueName {
  return `earmark-melspecs-${hash(JSON.stringify([out, isFull]))}`;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
