import { ModelName, Vocabulary } from '@earmark/core/model';
import { ModelRowId, parseRunOptions, type RunId, type RunOptions } from '@earmark/core/run';
import type { Software } from './models.ts';
import type { Queryable } from './pool.ts';
import { type RunState, throwUnknownRun } from './runs.ts';

// What a report says about a run, read from the ledger.

export interface RunFacts {
  readonly source: string;
  readonly state: RunState;
  readonly createdAt: Date;
  readonly completedAt: Date | null;
  readonly nTracks: number;
  readonly nTasks: number;
  readonly tagged: number;
  readonly reused: number;
  readonly failed: number;
  readonly audioSeconds: number;
  readonly options: RunOptions;
}

/** What the ledger knows of a run. @throws USAGE_INVALID when there is no such run */
export async function readRunFacts(db: Queryable, runId: RunId): Promise<RunFacts> {
  const { rows } = await db.query<RunFacts>(
    `select r.source, r.state, r.created_at as "createdAt", r.completed_at as "completedAt",
       r.n_tracks as "nTracks", r.n_tasks as "nTasks", r.options, o.tagged, o.reused, o.failed,
       (select coalesce(sum(t.duration_seconds::float8), 0) from run_track rt join track t on t.id = rt.track_id
        where rt.run_id = r.id) as "audioSeconds"
     from run r
     cross join lateral (
       select count(*) filter (where status = 'tagged') as tagged, count(*) filter (where status = 'reused') as reused,
         count(*) filter (where status = 'failed') as failed
       from task_outcome where run_id = r.id
     ) as o
     where r.id = $1`,
    [runId],
  );
  const facts = rows[0] ?? throwUnknownRun(runId);
  return { ...facts, options: parseRunOptions(facts.options) };
}

export interface RunModel {
  readonly modelRowId: ModelRowId;
  readonly name: ModelName;
  readonly architecture: string;
  readonly vocabulary: string;
  readonly weightsSha256: string;
  readonly published: boolean;
  readonly demonstration: boolean;
  readonly conversionVersion: string;
}

/** The models of a run, in its order. */
export async function readRunModels(db: Queryable, runId: RunId): Promise<readonly RunModel[]> {
  const { rows } = await db.query<Record<keyof RunModel, never>>(
    `select m.id as "modelRowId", m.name, m.architecture, m.vocabulary_id as vocabulary,
       m.weights_sha256 as "weightsSha256", m.published, m.demonstration, m.conversion_version as "conversionVersion"
     from run_model rm join model m on m.id = rm.model_id
     where rm.run_id = $1 order by rm.position`,
    [runId],
  );
  return rows.map((row) => ({
    ...row,
    modelRowId: ModelRowId.parse(row.modelRowId),
    name: ModelName.parse(row.name),
  }));
}

export async function readLedgerVocabulary(db: Queryable, id: string): Promise<Vocabulary> {
  const { rows } = await db.query(
    `select tag, category, name_en as en, name_zh as zh from tag where vocabulary_id = $1 order by position`,
    [id],
  );
  return Vocabulary.parse({ id, tags: rows });
}

export interface RunSoftware extends Software {
  readonly nTasks: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The software behind the predictions of a run, with the number of its tasks and the times of the first and last. */
export async function readRunSoftware(
  db: Queryable,
  runId: RunId,
): Promise<readonly RunSoftware[]> {
  const { rows } = await db.query<RunSoftware>(
    `select s.decoder, s.resampler, s.device, s.runtime, s.earmark_version as "earmarkVersion", count(*) as "nTasks",
       min(p.tagged_at) as "firstAt", max(p.tagged_at) as "lastAt"
     from run_model rm
     join run_track rt using (run_id)
     join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     join software s on s.id = p.software_id
     where rm.run_id = $1
     group by s.id`,
    [runId],
  );
  return rows;
}

export interface RunFailure {
  readonly file: string;
  readonly model: ModelName;
  readonly code: string;
  readonly message: string;
}

/** The first failed tasks of a run, by file and model. */
export async function readFailures(
  db: Queryable,
  runId: RunId,
  limit: number,
): Promise<readonly RunFailure[]> {
  const { rows } = await db.query<RunFailure>(
    `select file, model, code, message from failure where run_id = $1 order by file, model collate "C" limit $2`,
    [runId, limit],
  );
  return rows;
}

export async function countFailures(
  db: Queryable,
  runId: RunId,
): Promise<{ code: string; count: number }[]> {
  const { rows } = await db.query<{ code: string; count: number }>(
    `select code, count(*) from task_outcome where run_id = $1 and status = 'failed' group by code`,
    [runId],
  );
  return rows;
}

/** How long and how loud a track is, null where it was not decoded; and what it is called. */
export interface TrackFacts {
  readonly file: string;
  readonly durationSeconds: number | null;
  /** Relative to full scale. */
  readonly peakDbfs: number | null;
  readonly loudnessDbfs: number | null;
  readonly silentShare: number | null;
  readonly clippedShare: number | null;
  readonly isSilent: boolean | null;
  readonly title: string | null;
  readonly artist: string | null;
}

/** What is known of every track of a run, in order of file by code point. */
export async function readTrackFacts(db: Queryable, runId: RunId): Promise<readonly TrackFacts[]> {
  const { rows } = await db.query<TrackFacts>(
    `select rt.file, t.duration_seconds as "durationSeconds", t.peak_dbfs as "peakDbfs",
       t.loudness_dbfs as "loudnessDbfs", t.silent_share as "silentShare", t.clipped_share as "clippedShare",
       t.is_silent as "isSilent", t.title, t.artist
     from run_track rt join track t on t.id = rt.track_id where rt.run_id = $1 order by rt.file`,
    [runId],
  );
  return rows;
}

export interface SilentTrack {
  readonly file: string;
  /** Relative to full scale. */
  readonly peakDbfs: number;
  readonly loudnessDbfs: number;
}

/** The tracks of a run without sound, or nearly without: how many, and the first of them by file. */
export async function readSilentTracks(
  db: Queryable,
  runId: RunId,
  limit: number,
): Promise<{ count: number; listed: SilentTrack[] }> {
  const { rows } = await db.query<SilentTrack & { count: number }>(
    `select rt.file, t.peak_dbfs as "peakDbfs", t.loudness_dbfs as "loudnessDbfs", count(*) over () as count
     from run_track rt join track t on t.id = rt.track_id
     where rt.run_id = $1 and t.is_silent order by rt.file limit $2`,
    [runId, limit],
  );
  const listed = rows.map(({ file, peakDbfs, loudnessDbfs }) => ({ file, peakDbfs, loudnessDbfs }));
  return { count: rows[0]?.count ?? 0, listed };
}

export interface TrackPrediction {
  readonly file: string;
  readonly model: string;
  /** Best first. */
  readonly tags: readonly { readonly en: string; readonly score: number }[];
}

/** The best tags of the first (track, model) pairs of a run that were tagged, as a sample. */
export async function firstPredictions(
  db: Queryable,
  runId: RunId,
  { limit, topK, threshold }: { limit: number; topK: number; threshold: number },
): Promise<readonly TrackPrediction[]> {
  const { rows } = await db.query<TrackPrediction>(
    `select rt.file, m.name as model, coalesce(best.tags, '[]') as tags
     from run_track rt
     join run_model rm using (run_id)
     join model m on m.id = rm.model_id
     join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     cross join lateral (
       select json_agg(json_build_object('en', g.name_en, 'score', p.scores[g.position])
                       order by top.rank) as tags
       from unnest(p.top_tags) with ordinality as top (position, rank)
       join tag g on g.vocabulary_id = m.vocabulary_id and g.position = top.position
       where top.rank <= $3 and p.scores[g.position] >= $4::real
     ) as best
     where rt.run_id = $1
     order by rt.file, rm.position limit $2`,
    [runId, limit, topK, threshold],
  );
  return rows;
}

/** The ids that a corpus gives to a track, its artist and its album; null where it gives none. */
export interface CorpusIds {
  readonly trackId: string | null;
  readonly artistId: string | null;
  readonly albumId: string | null;
}

/** The ids that the corpus of a run gives to its tracks, by file; a plain folder gives none. */
export async function readCorpusIds(
  db: Queryable,
  runId: RunId,
): Promise<ReadonlyMap<string, CorpusIds>> {
  const { rows } = await db.query<CorpusIds & { file: string }>(
    `select rt.file, t.metadata ->> 'trackId' as "trackId", t.metadata ->> 'artistId' as "artistId",
       t.metadata ->> 'albumId' as "albumId"
     from run_track rt join track t on t.id = rt.track_id
     where rt.run_id = $1 and t.metadata ?| array['trackId', 'artistId', 'albumId']`,
    [runId],
  );
  return new Map(rows.map(({ file, ...ids }) => [file, ids]));
}
