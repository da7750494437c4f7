import * as z from 'zod';
import { EarmarkError } from '../failure/earmark-error.ts';
import { ModelRowId, RunId, TrackId } from './ids.ts';

const TagJob = z
  .object({
    /** Raised when a payload changes meaning, so that an old worker parks what it would misread. */
    version: z.literal(2),
    runId: RunId,
    trackId: TrackId,
    /** Address of the audio, and the version of it that was planned. */
    uri: z.string().min(1),
    trackVersion: z.string().min(1),
    /** The models this track still owes, or one of them in a job that was split. */
    modelRowIds: z.array(ModelRowId).min(1).readonly(),
    /** Whether each model of the track is a job of its own. */
    split: z.boolean(),
    /** Tag again what is stored already. */
    force: z.boolean(),
  })
  .readonly();

/** A queue message: one track and the models it still owes; of a split run, one model. */
export type TagJob = z.infer<typeof TagJob>;

/** @throws JOB_INVALID for a payload that this version does not understand */
export function parseTagJob(payload: unknown): TagJob {
  const { data, error } = TagJob.safeParse(payload);
  if (data) return data;
  throw new EarmarkError(
    'JOB_INVALID',
    `A job is not one this version of Earmark understands (${z.prettifyError(error).replace(/\s+/g, ' ')}). ` +
      'Run workers and producers of the same version.',
  );
}

/** Always the same for the same work, so that adding it twice queues it once. No `:`, not all digits. */
export function jobId({
  runId,
  trackId,
  modelRowIds,
  split,
}: Pick<TagJob, 'runId' | 'trackId' | 'modelRowIds' | 'split'>): string {
  const ofTrack = `r${runId}-t${trackId}`;
  // A whole job keeps its id while it owes fewer models than before; a split one has exactly one model.
  return split ? `${ofTrack}-m${modelRowIds.join('-')}` : ofTrack;
}

const JobKey = z
  .object({
    runId: RunId,
    trackId: TrackId,
    /** The model of a split job; null for a job of all models that the track owes. */
    modelRowId: ModelRowId.nullable(),
  })
  .readonly();

/** What the id of a job says about it. */
export type JobKey = z.infer<typeof JobKey>;

/** The run, track and model of the job with this id; undefined for an id that `jobId` did not make. */
export function parseJobId(id: string): JobKey | undefined {
  const [, run, track, model] = /^r(\d+)-t(\d+)(?:-m(\d+))?$/.exec(id) ?? [];
  return JobKey.safeParse({
    runId: run,
    trackId: Number(track),
    modelRowId: model === undefined ? null : Number(model),
  }).data;
}
