import type { TrackMetadata } from '@earmark/core/corpus';
import type { ModelRowId, TagJob, TaskOutcome, TrackId } from '@earmark/core/run';
import type { RequestedModel } from '@earmark/inference';
import type { Settlement } from '@earmark/ledger';
import type { FetchAudio } from '@earmark/source';

/** The part of a settlement that tagging finds out. */
export type TaggedTrack = Pick<
  Settlement,
  'outcomes' | 'contentSha256' | 'durationSeconds' | 'level' | 'embeddedMetadata'
>;

export interface TrackRequest extends Pick<TagJob, 'uri' | 'trackVersion' | 'force'> {
  readonly models: readonly RequestedModel[];
}

/** The stages of tagging; each keeps to its own limit. */
export interface TagTrackDeps {
  readonly fetchAudio: FetchAudio;
  /** The models that have a prediction of these bytes, and the track it is stored with. */
  findStored(
    contentSha256: Buffer,
    models: readonly ModelRowId[],
  ): Promise<ReadonlyMap<ModelRowId, TrackId>>;
  /** One outcome of each model. */
  decodeAndScore(
    path: string,
    models: readonly RequestedModel[],
    signal: AbortSignal,
  ): Promise<Omit<TaggedTrack, 'contentSha256' | 'embeddedMetadata'>>;
  /** What a file says about itself; null when that is not found out. Never rejects. */
  readMetadata(path: string, signal: AbortSignal): Promise<TrackMetadata | null>;
}

/**
 * How each task of a track ends: it is fetched once, decoded once for each rate that models read, and scored by every
 * model that has no prediction of these bytes yet.
 *
 * @throws what the stages throw: a failure that all tasks of the track share
 */
export async function tagTrack(
  { uri, trackVersion, force, models }: TrackRequest,
  deps: TagTrackDeps,
  signal: AbortSignal,
): Promise<TaggedTrack> {
  const audio = await deps.fetchAudio(uri, trackVersion, signal);
  try {
    const rowIds = models.map(({ modelRowId }) => modelRowId);
    const stored = force
      ? new Map<ModelRowId, TrackId>()
      : await deps.findStored(audio.sha256, rowIds);
    const reused = rowIds.flatMap((modelRowId) => toReused(modelRowId, stored.get(modelRowId)));
    const owed = models.filter(({ modelRowId }) => !stored.has(modelRowId));
    if (owed.length === 0) {
      const nothingDecoded = { durationSeconds: null, level: null, embeddedMetadata: null };
      return { outcomes: reused, contentSha256: audio.sha256, ...nothingDecoded };
    }
    const [{ outcomes, ...decoded }, embeddedMetadata] = await Promise.all([
      deps.decodeAndScore(audio.path, owed, signal),
      deps.readMetadata(audio.path, signal),
    ]);
    const learnt = { contentSha256: audio.sha256, ...decoded, embeddedMetadata };
    return { outcomes: [...reused, ...outcomes], ...learnt };
  } finally {
    await audio.release();
  }
}

function toReused(modelRowId: ModelRowId, from: TrackId | undefined): readonly TaskOutcome[] {
  return from === undefined ? [] : [{ status: 'reused', modelRowId, from }];
}
