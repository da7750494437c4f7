import type { RunId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

/** A run as metrics show it. */
export interface ObservedRun {
  readonly runId: RunId;
  readonly source: string;
  readonly state: 'planning' | 'running' | 'paused' | 'complete';
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  /** ISO 8601. */
  readonly deadline: string | null;
  readonly plannedAt: Date | null;
  readonly completedAt: Date | null;
  readonly lastSettledAt: Date | null;
  /** Tasks that workers settled in the last ten minutes, or since planning, in a second. */
  readonly tasksPerSecond: number;
}

/** The unfinished runs, and those that were completed in the last day. */
export async function observedRuns(db: Queryable): Promise<readonly ObservedRun[]> {
  const { rows } = await db.query<ObservedRun>(
    `select r.id as "runId", r.source,
       case when r.state = 'running' and r.paused_at is not null then 'paused' else r.state end as state,
       r.options ->> 'deadline' as deadline, r.n_tracks as "nTracks", r.n_tasks as "nTasks",
       r.n_settled as "nSettled", r.n_failed as "nFailed", r.planned_at as "plannedAt",
       r.completed_at as "completedAt", last.settled_at as "lastSettledAt",
       coalesce(recent.n / nullif(recent.seconds, 0), 0) as "tasksPerSecond"
     from run r
     cross join lateral (select max(settled_at) as settled_at from task_outcome where run_id = r.id) as last
     cross join lateral (
       select count(*)::float8 as n,
         extract(epoch from least(interval '10 minutes', now() - r.planned_at))::float8 as seconds
       from task_outcome
       where r.state = 'running' and run_id = r.id and attempts > 0
         and settled_at > greatest(r.planned_at, now() - interval '10 minutes')
     ) as recent
     where r.state in ('planning', 'running') or r.completed_at > now() - interval '1 day'
     order by r.id`,
  );
  return rows;
}
