import { RunId } from '@earmark/core/ids.js';
import type { Pool } from '../postgres/pool.ts';
import { finishPlanning } from './planning.ts';

/**
 * Has the runs go on that were planned once, were being planned anew, and whose producer gave no sign of life for so
 * long; returns which. What it listed until then belongs to them. A run that was never planned to the end stays as it
 * is: nobody knows what else its source holds.
 */
export async function resumeAbandonedPlans(
  pool: Pool,
  { silentSeconds, settledBy }: { silentSeconds: number; settledBy: string },
): Promise<readonly RunId[]> {
  const { rows } = await pool.query<{ id: number; force: boolean }>(
    `select id, coalesce((options ->> 'force')::boolean, false) as force from run
     where state = 'planning' and planned_at is not null and listed_at < now() - make_interval(secs => $1)
     order by id`,
    [silentSeconds],
  );
  for (const { id, force } of rows) {
    await finishPlanning(pool, RunId.parse(id), { force, settledBy });
  }
  return rows.map(({ id }) => RunId.parse(id));
}
