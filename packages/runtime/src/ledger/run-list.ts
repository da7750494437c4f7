import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';
import type { RunState } from './runs.ts';

/** A run at a glance. */
export interface ListedRun {
  readonly runId: RunId;
  readonly source: string;
  readonly state: RunState;
  /** While it is being planned: tracks listed so far. */
  readonly nTracks: number;
  readonly nTasks: number;
  readonly nSettled: number;
  readonly nFailed: number;
  readonly models: readonly string[];
  readonly createdAt: Date;
  readonly completedAt: Date | null;
}

const LISTED = `select id as "runId", source, state, n_tasks as "nTasks", n_settled as "nSettled", n_failed as "nFailed",
    case when state = 'planning' then (select count(*) from run_track where run_id = id) else n_tracks end as "nTracks",
    array(select m.name from run_model rm join model m on m.id = rm.model_id
          where rm.run_id = run.id order by rm.position) as models,
    created_at as "createdAt", completed_at as "completedAt"
  from run`;

/** The latest runs, the newest first. */
export async function latestRuns(db: Queryable, limit: number): Promise<readonly ListedRun[]> {
  const { rows } = await db.query<ListedRun>(`${LISTED} order by id desc limit $1`, [limit]);
  return rows;
}

/** Undefined when there is no such run. */
export async function listedRun(db: Queryable, runId: RunId): Promise<ListedRun | undefined> {
  const { rows } = await db.query<ListedRun>(`${LISTED} where id = $1`, [runId]);
  return rows[0];
}
