import { EarmarkError } from '@earmark/core/failure';
import type { RunId } from '@earmark/core/run';
import type { Client, Queryable } from './pool.ts';

/**
 * Puts the tracks of a run that was listed to the end into the current collection. They take the place of other
 * versions of the same files and, unless the run was limited, of what is not there any more: what the same source
 * listed before, and whatever is below the prefix of the run.
 */
export async function replaceCurrentTracks(client: Client, runId: RunId): Promise<void> {
  await client.query(
    `delete from current_track c using run r, track t
     where r.id = $1 and r.options ->> 'limit' is null and t.id = c.track_id
       and (c.source = r.source or starts_with(t.uri, r.uri_prefix))
       and not exists (select from run_track rt where rt.run_id = r.id and rt.track_id = c.track_id)`,
    [runId],
  );
  await client.query(
    `delete from current_track c using track t, run_track rt, track other_version
     where rt.run_id = $1 and other_version.id = rt.track_id and t.id = c.track_id
       and t.uri = other_version.uri and t.id <> other_version.id`,
    [runId],
  );
  await client.query(
    `insert into current_track (track_id, run_id, source, file)
     select rt.track_id, rt.run_id, r.source, rt.file from run_track rt join run r on r.id = rt.run_id where r.id = $1
     on conflict (track_id) do update
       set run_id = excluded.run_id, source = excluded.source, file = excluded.file`,
    [runId],
  );
}

/**
 * Takes a source that is gone, or is somewhere else now, out of the current collection, and returns how many of its files
 * were in it. Nothing is deleted, and the next run of the source puts its files back.
 *
 * @throws USAGE_INVALID when nothing of such a source is in the collection
 */
export async function forgetSource(db: Queryable, source: string): Promise<number> {
  const { rowCount } = await db.query('delete from current_track where source = $1', [source]);
  if (rowCount !== null && rowCount > 0) return rowCount;
  const { rows } = await db.query<{ source: string }>(
    'select distinct source from current_track order by source limit 20',
  );
  const sources = rows.map((row) => row.source).join(', ') || 'none';
  throw new EarmarkError(
    'USAGE_INVALID',
    `No file of "${source}" is in the current collection. Its sources are: ${sources}.`,
  );
}
