import { ModelKey, TrackId, type RunId } from '@earmark/core/ids.js';
import type { TagJob } from '@earmark/core/tag-job.js';
import type { Queryable } from '../postgres/pool.ts';

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
    const track = { version: 1, runId, trackId: TrackId.parse(track_id), uri } as const;
    const keys = models.map((model) => ModelKey.parse(model));
    const parts = split ? keys.map((key) => [key]) : [keys];
    return parts.map((part) => ({ ...track, trackVersion: version, models: part, split, force }));
  });
}
