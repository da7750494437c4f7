import { SAMPLE_RATE, type Waveform } from '@earmark/core/audio/waveform.js';
import type { ModelKey, TrackId } from '@earmark/core/ids.js';
import type { TagJob } from '@earmark/core/tag-job.js';
import type { TaskOutcome } from '@earmark/core/task-outcome.js';
import type { FetchAudio } from '@earmark/runtime/source/source.js';

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
    models: readonly ModelKey[],
  ): Promise<ReadonlyMap<ModelKey, TrackId>>;
  decodeAudio(path: string, signal: AbortSignal): Promise<Waveform>;
  score(
    waveform: Waveform,
    models: readonly ModelKey[],
    signal: AbortSignal,
  ): Promise<readonly TaskOutcome[]>;
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
      ? new Map<ModelKey, TrackId>()
      : await deps.findStored(audio.sha256, job.models);
    const reused = job.models.flatMap((model) => toReused(model, stored.get(model)));
    const owed = job.models.filter((model) => !stored.has(model));
    if (owed.length === 0) {
      return { outcomes: reused, contentSha256: audio.sha256, durationSeconds: null };
    }
    const waveform = await deps.decodeAudio(audio.path, signal);
    const scored = await deps.score(waveform, owed, signal);
    return {
      outcomes: [...reused, ...scored],
      contentSha256: audio.sha256,
      durationSeconds: waveform.length / SAMPLE_RATE,
    };
  } finally {
    await audio.release();
  }
}

function toReused(model: ModelKey, from: TrackId | undefined): readonly TaskOutcome[] {
  return from === undefined ? [] : [{ status: 'reused', model, from }];
}
