import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

/** What was settled in a stretch of time, by workers: what planning settled is no work. */
export interface Work {
  readonly nTasks: number;
  /** Audio of these tasks, each track once however many models heard it. */
  readonly audioSeconds: number;
  /** Length of the stretch. */
  readonly seconds: number;
}

/** The work on a run since it was planned, interruptions before that left out. */
export async function workSincePlanned(db: Queryable, runId: RunId): Promise<Work> {
  const { rows } = await db.query<Work>(
    `select done.*, extract(epoch from coalesce(r.completed_at, now()) - r.planned_at)::float8 as seconds
     from run r
     cross join lateral (
       select count(*) as "nTasks",
         coalesce(sum(t.duration_seconds::float8), 0)
           / (select greatest(count(*), 1) from run_model where run_id = r.id) as "audioSeconds"
       from task_outcome o join track t on t.id = o.track_id
       where o.run_id = r.id and o.settled_at > r.planned_at and o.attempts > 0
     ) as done
     where r.id = $1 and r.planned_at is not null`,
    [runId],
  );
  return rows[0] ?? { nTasks: 0, audioSeconds: 0, seconds: 0 };
}

export interface WorkerWork extends Work {
  /** Host and process id. */
  readonly worker: string;
  readonly secondsSinceLast: number;
}

/** Who settled tasks of a run in the last five minutes, and how much of it in the last one. */
export async function recentWork(db: Queryable, runId: RunId): Promise<readonly WorkerWork[]> {
  const { rows } = await db.query<WorkerWork>(
    `select o.settled_by as worker, count(*) filter (where is_new) as "nTasks",
       coalesce(sum(t.duration_seconds::float8) filter (where is_new), 0)
         / (select count(*) from run_model where run_id = $1) as "audioSeconds",
       extract(epoch from least(interval '1 minute', now() - r.planned_at))::float8 as seconds,
       extract(epoch from now() - max(o.settled_at))::float8 as "secondsSinceLast"
     from run r
     join task_outcome o on o.run_id = r.id and o.attempts > 0
       and o.settled_at > greatest(r.planned_at, now() - interval '5 minutes')
     cross join lateral (select o.settled_at > now() - interval '1 minute' as is_new) as recent
     join track t on t.id = o.track_id
     where r.id = $1
     group by o.settled_by, r.planned_at
     order by o.settled_by collate "C"`,
    [runId],
  );
  return rows;
}
