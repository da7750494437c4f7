import type { ModelKey } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';

/** The latest outcomes of a host that its rate is taken from. */
const N_OUTCOMES = 5_000;
/** A longer silence is a pause, not work. */
const MAX_GAP_SECONDS = 120;

/**
 * Seconds that this host has lately taken for a task of a model; null when the ledger knows of none. Models that
 * were run together are settled together: each counts as an equal share of the time.
 */
export async function secondsPerTask(
  db: Queryable,
  host: string,
  model: ModelKey,
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

/** Tasks that were computed: one that failed or was known took no time to speak of. */
const BY_HOST = `o.status = 'tagged' and o.attempts > 0 and starts_with(o.settled_by, $1 || ':')`;
