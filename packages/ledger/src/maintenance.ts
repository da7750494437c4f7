import { EarmarkError } from '@earmark/core/failure';
import { parseRunOptions, RunId } from '@earmark/core/run';
import { finishPlanning } from './planning.ts';
import { type Client, inTransaction, type Pool, type Queryable } from './pool.ts';
import { findRun } from './runs.ts';

/**
 * Ends an unfinished run: from here on none of its jobs is enqueued or tagged. What is stored stays.
 *
 * @throws USAGE_INVALID when there is no such run, or it has ended already
 */
export async function cancelRun(db: Queryable, runId: RunId): Promise<void> {
  const { rowCount } = await db.query(
    `update run set state = 'cancelled' where id = $1 and state in ('planning', 'running')`,
    [runId],
  );
  if (rowCount === 1) return;
  const { state } = await findRun(db, runId);
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${String(runId)} cannot be cancelled: it is ${state} already.`,
  );
}

export interface FailedTasks {
  /** Failure codes; null for all. */
  readonly codes: readonly string[] | null;
  /** Names of models; null for all. */
  readonly models: readonly string[] | null;
  /** Names of the workers that settled them, as in `settled_by`; null for all. */
  readonly workers: readonly string[] | null;
}

export interface RetriedCode {
  readonly code: string;
  readonly count: number;
}

/**
 * Makes failed tasks of a run owed again, all of them at once, and returns how many by code. The run is running
 * again and its report, which counted them as failed, is deleted. When no task is affected nothing changes.
 *
 * @throws USAGE_INVALID when there is no such run, it was cancelled, or a later run owes these tasks already
 */
export function retryFailed(
  pool: Pool,
  runId: RunId,
  failed: FailedTasks,
): Promise<readonly RetriedCode[]> {
  return inTransaction(pool, async (client) => {
    // From here on settling and planning wait, so that no count is lost.
    await client.query('select from run where id = $1 for update', [runId]);
    await assertRetriable(client, runId);
    const retried = await deleteOutcomes(client, runId, failed);
    if (retried.length > 0) await reopen(client, runId, retried);
    return retried.map(({ code, count }) => ({ code, count }));
  });
}

async function assertRetriable(client: Client, runId: RunId): Promise<void> {
  const { state, fingerprint } = await findRun(client, runId);
  if (state === 'cancelled') {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Run ${String(runId)} was cancelled. The same command starts a new run, which owes all that is not stored.`,
    );
  }
  const { rows } = await client.query<{ id: number }>(
    `select id from run where fingerprint = $1 and id > $2 and state in ('planning', 'running') limit 1`,
    [fingerprint, runId],
  );
  const [later] = rows;
  if (!later) return;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${String(later.id)} tags the same source with the same models and is unfinished: it retries what failed in ` +
      `run ${String(runId)}. See: earmark status ${String(later.id)}`,
  );
}

interface DeletedOutcomes extends RetriedCode {
  readonly firstTrack: number;
}

async function deleteOutcomes(
  client: Client,
  runId: RunId,
  { codes, models, workers }: FailedTasks,
): Promise<readonly DeletedOutcomes[]> {
  const { rows } = await client.query<DeletedOutcomes>(
    `with deleted as (
       delete from task_outcome o using model m
       where o.run_id = $1 and o.status = 'failed' and m.id = o.model_id
         and ($2::text[] is null or o.code = any($2)) and ($3::text[] is null or m.name = any($3))
         and ($4::text[] is null or o.settled_by = any($4))
       returning o.code, o.track_id
     )
     select code, count(*), min(track_id) as "firstTrack" from deleted group by code order by count(*) desc, code`,
    [runId, codes, models, workers],
  );
  return rows;
}

async function reopen(
  client: Client,
  runId: RunId,
  deleted: readonly DeletedOutcomes[],
): Promise<void> {
  const nTasks = deleted.reduce((sum, { count }) => sum + count, 0);
  const firstTrack = Math.min(...deleted.map((row) => row.firstTrack));
  await client.query(
    `update run set n_settled = n_settled - $2, n_failed = n_failed - $2, completed_at = null, planned_at = now(),
       enqueued_to = least(enqueued_to, $3::bigint - 1),
       state = case when state = 'complete' then 'running' else state end,
       paused_at = case when state = 'complete' then null else paused_at end
     where id = $1`,
    [runId, nTasks, firstTrack],
  );
  await client.query('delete from report where run_id = $1', [runId]);
}

/**
 * Resumes the runs that were planned before, were being planned again, and whose producer has listed nothing for this
 * long; returns which. What it listed until then belongs to them. A run that was never planned to the end stays as it
 * is: what else its source holds is unknown.
 */
export async function resumeAbandonedPlans(
  pool: Pool,
  { silentSeconds, settledBy }: { silentSeconds: number; settledBy: string },
): Promise<readonly RunId[]> {
  const { rows } = await pool.query<{ id: number; options: unknown }>(
    `select id, options from run
     where state = 'planning' and planned_at is not null and listed_at < now() - make_interval(secs => $1)
     order by id`,
    [silentSeconds],
  );
  for (const { id, options } of rows) {
    const { force } = parseRunOptions(options);
    await finishPlanning(pool, RunId.parse(id), { force, settledBy });
  }
  return rows.map(({ id }) => RunId.parse(id));
}

/**
 * Compares the counts of a run with its outcomes, recounts if they differ, and returns whether they did. A run that
 * turns out to owe nothing becomes complete.
 */
export async function repairCounts(pool: Pool, runId: RunId): Promise<boolean> {
  if (await countsAgree(pool, runId)) return false;
  return inTransaction(pool, async (client) => {
    // From here on settling waits; what it changed before is seen by the next statement.
    await client.query('select from run where id = $1 for update', [runId]);
    const { rowCount } = await client.query(
      `update run set n_settled = c.n_settled, n_failed = c.n_failed,
         state = case when state = 'running' and c.n_settled = n_tasks then 'complete' else state end,
         completed_at = case when state = 'running' and c.n_settled = n_tasks then now() else completed_at end
       from (${COUNTED}) as c where run.id = $1 and ${DIFFERS}`,
      [runId],
    );
    return rowCount === 1;
  });
}

const COUNTED = `select count(*) as n_settled, count(*) filter (where status = 'failed') as n_failed
  from task_outcome where run_id = $1`;

// All tasks settled and still running: the counts are right and the transition to complete was missed.
const DIFFERS = `((run.n_settled, run.n_failed) is distinct from (c.n_settled, c.n_failed)
  or run.state = 'running' and c.n_settled = run.n_tasks)`;

/** Reads both in one statement: settling changes them together. */
async function countsAgree(db: Queryable, runId: RunId): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from run, (${COUNTED}) as c where run.id = $1 and ${DIFFERS}`,
    [runId],
  );
  return rowCount === 0;
}
