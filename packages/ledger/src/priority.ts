import { EarmarkError } from '@earmark/core/failure';
import type { Priority, RunId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';
import { findRun } from './runs.ts';

/**
 * Changes the priority of an unfinished run; all that it owes is to be enqueued again, with this priority.
 *
 * @throws USAGE_INVALID when there is no such run, or it has ended
 */
export async function setPriority(db: Queryable, runId: RunId, priority: Priority): Promise<void> {
  const { rowCount } = await db.query(
    `update run set options = jsonb_set(options, '{priority}', to_jsonb($2::text)), enqueued_to = 0
     where id = $1 and state in ('planning', 'running')`,
    [runId, priority],
  );
  if (rowCount === 1) return;
  const { state } = await findRun(db, runId);
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${String(runId)} is ${state}: only the priority of an unfinished run can be changed.`,
  );
}
