import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { RunId } from '@earmark/core/ids.js';
import { inTransaction, type Client, type Pool } from '../postgres/pool.ts';
import { findRun } from './find-run.ts';

export interface FailedTasks {
  /** Failure codes; null for all. */
  readonly codes: readonly string[] | null;
  /** Names of models; null for all. */
  readonly models: readonly string[] | null;
}

export interface RetriedCode {
  readonly code: string;
  readonly count: number;
}

/**
 * Makes failed tasks of a run owed again, all of them at once, and returns how many by code. The run is running
 * again and its report, which counted them as failed, is gone. When none is meant nothing changes.
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
    const retried = await forgetOutcomes(client, runId, failed);
    if (retried.length > 0) await reopen(client, runId, retried);
    return retried.map(({ code, count }) => ({ code, count }));
  });
}

async function assertRetriable(client: Client, runId: RunId): Promise<void> {
  const { state, fingerprint } = await findRun(client, runId);
  if (state === 'cancelled') {
    throw new EarmarkError(
      'USAGE_INVALID',
      `Run ${String(runId)} was cancelled. The command that began it starts a new run, which owes all that is not stored.`,
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
    `Run ${String(later.id)} tags the same source with the same models and is unfinished: it tries what failed in ` +
      `run ${String(runId)}. See: earmark status ${String(later.id)}`,
  );
}

interface ForgottenOutcomes extends RetriedCode {
  readonly firstTrack: number;
}

async function forgetOutcomes(
  client: Client,
  runId: RunId,
  { codes, models }: FailedTasks,
): Promise<readonly ForgottenOutcomes[]> {
  const { rows } = await client.query<ForgottenOutcomes>(
    `with forgotten as (
       delete from task_outcome o using model m
       where o.run_id = $1 and o.status = 'failed' and m.id = o.model_id
         and ($2::text[] is null or o.code = any($2)) and ($3::text[] is null or m.name = any($3))
       returning o.code, o.track_id
     )
     select code, count(*), min(track_id) as "firstTrack" from forgotten group by code order by count(*) desc, code`,
    [runId, codes, models],
  );
  return rows;
}

async function reopen(
  client: Client,
  runId: RunId,
  forgotten: readonly ForgottenOutcomes[],
): Promise<void> {
  const nTasks = forgotten.reduce((sum, { count }) => sum + count, 0);
  const firstTrack = Math.min(...forgotten.map((row) => row.firstTrack));
  await client.query(
    `update run set n_settled = n_settled - $2, n_failed = n_failed - $2, completed_at = null, planned_at = now(),
       enqueued_to = least(enqueued_to, $3::bigint - 1),
       state = case when state = 'complete' then 'running' else state end
     where id = $1`,
    [runId, nTasks, firstTrack],
  );
  await client.query('delete from report where run_id = $1', [runId]);
}
