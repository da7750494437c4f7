import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';
import { findRun } from './find-run.ts';

/**
 * Ends an unfinished run: from here on nothing of it is handed out or tagged. What is stored stays.
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

/** What becomes of a program that works on a run which somebody cancels. */
export function cancelled(runId: RunId): EarmarkError {
  return new EarmarkError(
    'RUN_CANCELLED',
    `Run ${String(runId)} was cancelled. What is stored stays; the same command starts a new run, which owes the rest.`,
  );
}
