import type { ModelRowId, TagJob, TaskOutcome, TrackId } from '@earmark/core/run';
import type { FetchAudio } from '@earmark/source';

export interface TaggedTrack {
  readonly outcomes: readonly TaskOutcome[];
  readonly contentSha256: Buffer;
  /** Null when nothing had to be decoded. */
  readonly durationSeconds: number | null;
}

/** The stages of tagging; each keeps to its own limit. */
export interface TagTrackDeps {
  readonly fetchAudio: FetchAudio;
  /** The models that have a prediction of these bytes, and the track it is stored with. */
  findStored(
    contentSha256: Buffer,
    models: readonly ModelRowId[],
  ): Promise<ReadonlyMap<ModelRowId, TrackId>>;
  decodeAndScore(
    path: string,
    models: readonly ModelRowId[],
    signal: AbortSignal,
  ): Promise<ScoredTrack>;
}

export interface ScoredTrack {
  /** One of each model. */
  readonly outcomes: readonly TaskOutcome[];
  readonly durationSeconds: number;
}

/**
 * How each task of a job ends: fetched once, decoded once, scored by every model that does not know these bytes
 * already.
 *
 * @throws what the stages throw: a failure that all tasks of the job share
 */
export async function tagTrack(
  job: TagJob,
  deps: TagTrackDeps,
  signal: AbortSignal,
): Promise<TaggedTrack> {
  const audio = await deps.fetchAudio(job.uri, job.trackVersion, signal);
  try {
    const stored = job.force
      ? new Map<ModelRowId, TrackId>()
      : await deps.findStored(audio.sha256, job.modelRowIds);
    const reused = job.modelRowIds.flatMap((id) => toReused(id, stored.get(id)));
    const owed = job.modelRowIds.filter((id) => !stored.has(id));
    if (owed.length === 0) {
      return { outcomes: reused, contentSha256: audio.sha256, durationSeconds: null };
    }
    const { outcomes, durationSeconds } = await deps.decodeAndScore(audio.path, owed, signal);
    return { outcomes: [...reused, ...outcomes], contentSha256: audio.sha256, durationSeconds };
  } finally {
    await audio.release();
  }
}

function toReused(modelRowId: ModelRowId, from: TrackId | undefined): readonly TaskOutcome[] {
  return from === undefined ? [] : [{ status: 'reused', modelRowId, from }];
}
