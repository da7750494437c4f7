import { ModelKey } from '@earmark/core/ids.js';
import type { TagJob } from '@earmark/core/tag-job.js';
import type { Queryable } from '../postgres/pool.ts';

/**
 * The models of a job that its track still owes; none when its run was cancelled or has ended, the file changed,
 * or all was settled by another delivery.
 */
export async function owedModels(
  db: Queryable,
  { runId, trackId, models }: TagJob,
): Promise<readonly ModelKey[]> {
  const { rows } = await db.query<{ model: number }>(
    `select wanted.model
     from run r
     join run_track rt on rt.run_id = r.id and rt.track_id = $2
     cross join unnest($3::smallint[]) with ordinality as wanted (model, position)
     where r.id = $1 and r.state in ('planning', 'running') and not exists (
       select from task_outcome o where o.run_id = r.id and o.track_id = $2 and o.model_id = wanted.model)
     order by wanted.position`,
    [runId, trackId, models],
  );
  return rows.map(({ model }) => ModelKey.parse(model));
}
