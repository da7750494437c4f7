import type { ModelRowId, RunId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

/** What workers settled in a period; tasks that planning settled do not count. */
export interface Work {
  readonly nTasks: number;
  /** Audio of these tasks, each track once however many models score it. */
  readonly audioSeconds: number;
  /** Length of the period. */
  readonly seconds: number;
}

/** The work on a run since it was last planned; earlier interruptions do not count. */
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
  /** The worker's name: host and process id, as in `settled_by` of its outcomes. */
  readonly worker: string;
  /** Since its last outcome. */
  readonly secondsSinceLast: number;
}

/** The workers that settled tasks of a run in the last five minutes, and their work in the last minute. */
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

/** The latest outcomes of a host, from which its rate is computed. */
const N_OUTCOMES = 5_000;
/** A longer silence is a pause, not work. */
const MAX_GAP_SECONDS = 120;

/**
 * Seconds that this host recently took per task of a model; null when it settled none. Models that run together are
 * settled together: each counts as an equal share of the time.
 */
export async function secondsPerTask(
  db: Queryable,
  host: string,
  model: ModelRowId,
): Promise<number | null> {
  const { rows } = await db.query<{ seconds: number | null }>(
    `with latest as (
       select r.id as run_id, r.planned_at from run r
       where exists (select from run_model where run_id = r.id and model_id = $2) and exists (
         select from task_outcome o where o.run_id = r.id and ${BY_HOST})
       order by r.id desc limit 1
     ), settled as (
       select o.settled_at, l.planned_at from latest l join task_outcome o using (run_id)
       where ${BY_HOST} order by o.settled_at desc limit $4
     ), begin as (
       -- What was settled first took its time since planning, if all of the run is here.
       select case when count(*) < $4 then least(min(planned_at), min(settled_at)) else min(settled_at) end as at
       from settled
     ), gap as (
       select extract(epoch from settled_at - lag(settled_at, 1, begin.at) over (order by settled_at))::float8 as seconds
       from settled, begin
     )
     select sum(least(seconds, $3::float8)) / nullif(count(*), 0) as seconds from gap`,
    [host, model, MAX_GAP_SECONDS, N_OUTCOMES],
  );
  return rows[0]?.seconds ?? null;
}

/** Tasks that were computed: failed and reused ones take almost no time. */
const BY_HOST = `o.status = 'tagged' and o.attempts > 0 and starts_with(o.settled_by, $1 || ':')`;
