import type { RunId } from '@earmark/core/ids.js';
import type { ModelId } from '@earmark/core/model/model-spec.js';
import type { Queryable } from '../postgres/pool.ts';

export interface RunFailure {
  readonly file: string;
  readonly model: ModelId;
  readonly code: string;
  readonly message: string;
}

/** The first failed tasks of a run, by file and model. */
export async function readFailures(
  db: Queryable,
  runId: RunId,
  limit: number,
): Promise<readonly RunFailure[]> {
  const { rows } = await db.query<RunFailure>(
    `select file, model, code, message from failure where run_id = $1 order by file, model collate "C" limit $2`,
    [runId, limit],
  );
  return rows;
}

export async function countFailures(
  db: Queryable,
  runId: RunId,
): Promise<{ code: string; count: number }[]> {
  const { rows } = await db.query<{ code: string; count: number }>(
    `select code, count(*) from task_outcome where run_id = $1 and status = 'failed' group by code`,
    [runId],
  );
  return rows;
}
