import type { RunId } from '@earmark/core/run';
import type { Queryable } from './pool.ts';

/** A track of a run that failed for one reason, and the models for which it did. */
export interface FailedTrack {
  readonly file: string;
  readonly code: string;
  readonly message: string;
  /** Names of the models, in the order of the run. */
  readonly models: readonly string[];
  /** Who settled it: host and process id. */
  readonly worker: string;
  readonly attempts: number;
  readonly failedAt: Date;
}

export interface FailedTracks {
  /** All that match, whatever the limit. */
  readonly nTracks: number;
  /** The latest first. */
  readonly tracks: readonly FailedTrack[];
}

/**
 * The tracks of a run that failed; one that failed for several reasons is listed once for each.
 *
 * @param codes only these failure codes; null for all
 */
export async function listFailedTracks(
  db: Queryable,
  runId: RunId,
  { codes, limit }: { codes: readonly string[] | null; limit: number },
): Promise<FailedTracks> {
  const { rows } = await db.query<FailedTrack & { readonly nTracks: number }>(
    `select rt.file, o.code, o.message, o.settled_by as worker, o.attempts, max(o.settled_at) as "failedAt",
       array_agg(m.name order by rm.position) as models, count(*) over () as "nTracks"
     from task_outcome o
     join run_track rt using (run_id, track_id)
     join run_model rm using (run_id, model_id)
     join model m on m.id = o.model_id
     where o.run_id = $1 and o.status = 'failed' and ($2::text[] is null or o.code = any($2))
     group by rt.file, o.code, o.message, o.settled_by, o.attempts
     order by max(o.settled_at) desc, rt.file, o.code
     limit $3`,
    [runId, codes, limit],
  );
  return {
    nTracks: rows[0]?.nTracks ?? 0,
    tracks: rows.map(({ file, code, message, models, worker, attempts, failedAt }) => ({
      ...{ file, code, message, models },
      ...{ worker, attempts, failedAt },
    })),
  };
}
