import { ModelRowId, parseRunOptions, type RunId, type TagJob, TrackId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

/** The models that the track `rt` of the run `r` still owes; null when it owes none. */
const OWED_MODELS = `
  select array_agg(rm.model_id order by rm.position) as models from run_model rm
  where rm.run_id = r.id and not exists (
    select from task_outcome o
    where o.run_id = r.id and o.track_id = rt.track_id and o.model_id = rm.model_id)`;

/**
 * The next jobs of a run after a track, in order of track: one per track with the models it still owes or, in a split
 * run, one for each of these models; none while the run is paused. All jobs of a track are in one page.
 *
 * @param limit jobs at most, but at least one track
 */
export async function owedJobs(
  db: Queryable,
  { runId, afterTrack, limit }: { runId: RunId; afterTrack: number; limit: number },
): Promise<readonly TagJob[]> {
  const { rows } = await db.query<{
    track_id: number;
    uri: string;
    version: string;
    models: number[];
    options: unknown;
  }>(
    `select rt.track_id, t.uri, t.version, owed.models, r.options
     from run r
     join run_track rt on rt.run_id = r.id
     join track t on t.id = rt.track_id
     cross join lateral (${OWED_MODELS}) as owed
     where r.id = $1 and r.state = 'running' and r.paused_at is null and rt.track_id > $2 and owed.models is not null
     order by rt.track_id
     limit (
       select case when (options ->> 'splitJobs')::boolean
         then greatest(1, $3::bigint / (select count(*) from run_model where run_id = id)) else $3 end
       from run where id = $1)`,
    [runId, afterTrack, limit],
  );
  const { force, splitJobs: split } = parseRunOptions(rows[0]?.options ?? {});
  return rows.flatMap(({ track_id, uri, version, models }) => {
    const track = { version: 2, runId, trackId: TrackId.parse(track_id), uri } as const;
    const rowIds = models.map((id) => ModelRowId.parse(id));
    const parts = split ? rowIds.map((id) => [id]) : [rowIds];
    return parts.map((part) => ({
      ...track,
      trackVersion: version,
      modelRowIds: part,
      split,
      force,
    }));
  });
}

/** A track of a run, and the models to look at: null for all models of the run. */
export interface TrackModels {
  readonly runId: RunId;
  readonly trackId: TrackId;
  readonly modelRowIds: readonly ModelRowId[] | null;
}

/**
 * For each job those of the models that its track still owes, in the order of the run; none when its run is paused, was
 * cancelled or has ended, the file changed, or all was settled by another delivery.
 */
export async function owedModels(
  db: Queryable,
  jobs: readonly TrackModels[],
): Promise<readonly (readonly ModelRowId[])[]> {
  // As bigint: numbers from the id of a job may lie beyond the range of the columns.
  const { rows } = await db.query<{ place: number; models: number[] }>(
    `select job.place, owed.models
     from unnest($1::bigint[], $2::bigint[]) with ordinality as job (run_id, track_id, place)
     join run r on r.id = job.run_id and r.state in ('planning', 'running') and r.paused_at is null
     join run_track rt on rt.run_id = r.id and rt.track_id = job.track_id
     cross join lateral (${OWED_MODELS}) as owed
     where owed.models is not null`,
    [jobs.map(({ runId }) => runId), jobs.map(({ trackId }) => trackId)],
  );
  const owedAt = new Map(rows.map(({ place, models }) => [place, models]));
  return jobs.map(({ modelRowIds }, i) => {
    const owed = (owedAt.get(i + 1) ?? []).map((id) => ModelRowId.parse(id));
    return modelRowIds === null ? owed : owed.filter((id) => modelRowIds.includes(id));
  });
}

/** The bytes of a file, and the models whose predictions of them are looked for. */
export interface ContentModels {
  readonly contentSha256: Buffer;
  readonly models: readonly ModelRowId[];
}

/** For each file the models that have a prediction of exactly its bytes, and the track that it is stored with. */
export async function findStoredContents(
  db: Queryable,
  contents: readonly ContentModels[],
): Promise<readonly ReadonlyMap<ModelRowId, TrackId>[]> {
  const { rows } = await db.query<{ place: number; model_id: number; track_id: number }>(
    `select content.place, stored.model_id, stored.track_id
     from unnest($1::bytea[]) with ordinality as content (sha256, place)
     cross join lateral (
       select distinct on (p.model_id) p.model_id, p.track_id
       from track t join prediction p on p.track_id = t.id
       where t.content_sha256 = content.sha256 and p.model_id = any($2::smallint[])
       order by p.model_id, p.track_id
     ) as stored`,
    [
      contents.map(({ contentSha256 }) => contentSha256),
      [...new Set(contents.flatMap(({ models }) => models))],
    ],
  );
  return contents.map(({ models }, i) => {
    const stored = rows.filter(({ place, model_id }) => {
      return place === i + 1 && models.some((wanted) => wanted === model_id);
    });
    return new Map(
      stored.map((row) => [ModelRowId.parse(row.model_id), TrackId.parse(row.track_id)] as const),
    );
  });
}
