import { ModelRowId, type RunId, type TagJob, TrackId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

/**
 * The next jobs of a run after a track, in order of track: one a track with the models it still owes or, where the
 * run says so, one for each of these. All jobs of a track come together.
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
    force: boolean;
    split: boolean;
  }>(
    `select rt.track_id, t.uri, t.version, owed.models,
       coalesce((r.options ->> 'force')::boolean, false) as force,
       coalesce((r.options ->> 'splitJobs')::boolean, false) as split
     from run r
     join run_track rt on rt.run_id = r.id
     join track t on t.id = rt.track_id
     cross join lateral (
       select array_agg(rm.model_id order by rm.position) as models from run_model rm
       where rm.run_id = r.id and not exists (
         select from task_outcome o
         where o.run_id = r.id and o.track_id = rt.track_id and o.model_id = rm.model_id)
     ) as owed
     where r.id = $1 and r.state = 'running' and rt.track_id > $2 and owed.models is not null
     order by rt.track_id
     limit (
       select case when (options ->> 'splitJobs')::boolean
         then greatest(1, $3::bigint / (select count(*) from run_model where run_id = id)) else $3 end
       from run where id = $1)`,
    [runId, afterTrack, limit],
  );
  return rows.flatMap(({ track_id, uri, version, models, force, split }) => {
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

/**
 * The models of a job that its track still owes; none when its run was cancelled or has ended, the file changed,
 * or all was settled by another delivery.
 */
export async function owedModels(
  db: Queryable,
  { runId, trackId, modelRowIds }: TagJob,
): Promise<readonly ModelRowId[]> {
  const { rows } = await db.query<{ model: number }>(
    `select wanted.model
     from run r
     join run_track rt on rt.run_id = r.id and rt.track_id = $2
     cross join unnest($3::smallint[]) with ordinality as wanted (model, position)
     where r.id = $1 and r.state in ('planning', 'running') and not exists (
       select from task_outcome o where o.run_id = r.id and o.track_id = $2 and o.model_id = wanted.model)
     order by wanted.position`,
    [runId, trackId, modelRowIds],
  );
  return rows.map(({ model }) => ModelRowId.parse(model));
}

/** For each of the models that has a prediction of exactly these bytes: the track it is stored with. */
export async function findStoredContent(
  db: Queryable,
  contentSha256: Buffer,
  models: readonly ModelRowId[],
): Promise<ReadonlyMap<ModelRowId, TrackId>> {
  const { rows } = await db.query<{ model_id: number; track_id: number }>(
    `select distinct on (p.model_id) p.model_id, p.track_id
     from track t join prediction p on p.track_id = t.id
     where t.content_sha256 = $1 and p.model_id = any($2::smallint[])
     order by p.model_id, p.track_id`,
    [contentSha256, models],
  );
  return new Map(
    rows.map((row) => [ModelRowId.parse(row.model_id), TrackId.parse(row.track_id)] as const),
  );
}
