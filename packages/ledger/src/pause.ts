import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';
import { findRun } from './runs.ts';

/**
 * Pauses an unfinished run: from here on none of its jobs is enqueued or started. Tracks in flight are finished.
 *
 * @throws USAGE_INVALID when there is no such run, it is paused already, or it has ended
 */
export async function pauseRun(db: Queryable, runId: RunId): Promise<void> {
  const { rowCount } = await db.query(
    `update run set paused_at = now()
     where id = $1 and state in ('planning', 'running') and paused_at is null`,
    [runId],
  );
  if (rowCount === 1) return;
  const { state } = await findRun(db, runId);
  const why = state === 'planning' || state === 'running' ? 'paused' : state;
  throw new EarmarkError(
    'USAGE_INVALID',
    `Run ${String(runId)} cannot be paused: it is ${why} already.`,
  );
}

/**
 * Resumes a paused run: all that it owes is enqueued again, from the first track.
 *
 * @throws USAGE_INVALID when there is no such run, or it is not paused
 */
export async function resumeRun(db: Queryable, runId: RunId): Promise<void> {
  const { rowCount } = await db.query(
    `update run set paused_at = null, enqueued_to = 0
     where id = $1 and state in ('planning', 'running') and paused_at is not null`,
    [runId],
  );
  if (rowCount === 1) return;
  await findRun(db, runId);
  throw new EarmarkError('USAGE_INVALID', `Run ${String(runId)} is not paused.`);
}
