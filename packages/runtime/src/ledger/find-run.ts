import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import type { RunId } from '@earmark/core/ids.js';
import type { Queryable } from '../postgres/pool.ts';
import type { RunState } from './runs.ts';

/** What a run was asked for. */
export interface AskedRun {
  readonly runId: RunId;
  readonly source: string;
  readonly state: RunState;
  readonly fingerprint: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** In the order of the run. */
  readonly models: readonly string[];
}

/** A run by its number. @throws USAGE_INVALID when there is no such run */
export async function findRun(db: Queryable, runId: RunId): Promise<AskedRun> {
  const { rows } = await db.query<AskedRun>(
    `select id as "runId", source, state, fingerprint, options,
       array(select m.name from run_model rm join model m on m.id = rm.model_id
             where rm.run_id = run.id order by rm.position) as models
     from run where id = $1`,
    [runId],
  );
  return rows[0] ?? unknownRun(runId);
}

export function unknownRun(runId: RunId): never {
  throw new EarmarkError('USAGE_INVALID', `There is no run ${String(runId)}. See: earmark status`);
}
