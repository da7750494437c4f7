import { createHash } from 'node:crypto';
import { toTrackMetadata } from '@earmark/core/corpus';
import {
  type ModelRowId,
  parseRunOptions,
  type RunId,
  type TagJob,
  type TaskOutcome,
} from '@earmark/core/run';
import {
  addTracks,
  concludeRun,
  findStoredContents,
  finishPlanning,
  openRun,
  owedJobs,
  type Pool,
  settle,
} from '@earmark/ledger';

/** A corpus as it is found when a run lists it, and how it is run. */
export interface Listing {
  readonly source: string;
  readonly uriPrefix: string | null;
  /** Version and content of each file. */
  readonly files: Readonly<Record<string, readonly [version: string, content: string]>>;
  readonly models: readonly ModelRowId[];
  readonly softwareId: number;
  /** Scores of a model for a content; null where it fails. */
  readonly score: (content: string, modelRowId: ModelRowId) => Float32Array | null;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Plans a run of what is listed. */
export async function planListing(pool: Pool, listing: Listing): Promise<RunId> {
  const { source, uriPrefix, files, models, metadata = {} } = listing;
  const options = parseRunOptions(listing.options ?? {});
  const fingerprint = JSON.stringify([source, models, options]);
  const runId = await openRun(pool, { source, uriPrefix, fingerprint, models, options });
  await addTracks(
    pool,
    runId,
    Object.entries(files).map(([file, [version]]) => ({
      ...{ file, uri: `file://${source}/${file}`, version, sizeBytes: 1 },
      metadata: metadata[file] ?? {},
    })),
  );
  await finishPlanning(pool, runId, { force: options.force, settledBy: 'test' });
  return runId;
}

/** Tags what a planned run owes, as a worker does: the same bytes are tagged once. */
export async function tagListing(pool: Pool, runId: RunId, listing: Listing): Promise<void> {
  for (const job of await owedJobs(pool, { runId, afterTrack: 0, limit: 100_000 })) {
    const file = job.uri.slice(`file://${listing.source}/`.length);
    const content = listing.files[file]![1];
    const contentSha256 = createHash('sha256').update(content).digest();
    await settle(pool, [
      {
        ...{
          runId,
          trackId: job.trackId,
          contentSha256,
          durationSeconds: 2,
          level: null,
          embeddedMetadata: toTrackMetadata({ title: `title of ${content}` }),
        },
        ...{ attempts: 1, settledBy: 'test', softwareId: listing.softwareId },
        outcomes: await outcomesOf(pool, job, { content, contentSha256, listing }),
      },
    ]);
  }
}

/** A complete run of what is listed. */
export async function runListing(pool: Pool, listing: Listing): Promise<RunId> {
  const runId = await planListing(pool, listing);
  await tagListing(pool, runId, listing);
  await concludeRun(pool, runId);
  return runId;
}

async function outcomesOf(
  pool: Pool,
  { modelRowIds, force }: TagJob,
  audio: { content: string; contentSha256: Buffer; listing: Listing },
): Promise<TaskOutcome[]> {
  const { content, contentSha256, listing } = audio;
  const [stored] = force
    ? []
    : await findStoredContents(pool, [{ contentSha256, models: modelRowIds }]);
  return modelRowIds.map((modelRowId) => {
    const from = stored?.get(modelRowId);
    if (from !== undefined) return { status: 'reused', modelRowId, from };
    const scores = listing.score(content, modelRowId);
    return scores
      ? { status: 'tagged', modelRowId, scores, nChunks: 16, embedding: null }
      : { status: 'failed', modelRowId, code: 'AUDIO_UNDECODABLE', message: 'No audio.' };
  });
}
