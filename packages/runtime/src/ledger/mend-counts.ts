import type { RunId } from '@earmark/core/ids.js';
import { inTransaction, type Pool, type Queryable } from '../postgres/pool.ts';

/**
 * Whether the counts of a run were wrong: they are compared with its outcomes and, if need be, counted anew. A
 * run that turns out to owe nothing is complete.
 */
export async function mendCounts(pool: Pool, runId: RunId): Promise<boolean> {
  if (await countsAgree(pool, runId)) return false;
  return inTransaction(pool, async (client) => {
    // Settling waits; what it changed in between is seen by the next statement.
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

// All tasks settled and still running: the count was right and the step to complete was missed.
const DIFFERS = `((run.n_settled, run.n_failed) is distinct from (c.n_settled, c.n_failed)
  or run.state = 'running' and c.n_settled = run.n_tasks)`;

/** Both sides as of one moment: settling moves them together. */
async function countsAgree(db: Queryable, runId: RunId): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from run, (${COUNTED}) as c where run.id = $1 and ${DIFFERS}`,
    [runId],
  );
  return rowCount === 0;
}
