import type { RunId } from '@earmark/core/run';
import { type Client, inTransaction, type Pool } from './pool.ts';

/**
 * What follows from a run being complete: its models are the current ones of their names, and a file that was touched,
 * and has the same bytes as before, is the same track as before. Concluding a run again changes nothing, and a run that
 * is not complete is left alone.
 */
export function concludeRun(pool: Pool, runId: RunId): Promise<void> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `select from run where id = $1 and state = 'complete' for update`,
      [runId],
    );
    if (rowCount === 0) return;
    await setCurrentModels(client, runId);
    await mergeTouchedTracks(client, runId);
  });
}

/** Per name the model of the newest complete run, so that an older run that is concluded again changes nothing. */
async function setCurrentModels(client: Client, runId: RunId): Promise<void> {
  const { rows } = await client.query<{ id: number; name: string }>(
    `select distinct on (m.name) m.id, m.name
     from model m join run_model rm on rm.model_id = m.id join run r on r.id = rm.run_id
     where r.state = 'complete'
       and m.name in (select name from run_model join model on model.id = model_id where run_id = $1)
     order by m.name, r.id desc`,
    [runId],
  );
  const ids = rows.map(({ id }) => id);
  const names = rows.map(({ name }) => name);
  // One statement after the other: a name never has two current rows.
  await client.query(
    'update model set is_current = false where is_current and name = any($1) and id <> all($2)',
    [names, ids],
  );
  await client.query('update model set is_current = true where not is_current and id = any($1)', [
    ids,
  ]);
}

/** Tracks of the run whose file had the same bytes under another version, in runs that have all ended. */
const TOUCHED = `
  select distinct on (new.id) new.id as new_id, old.id as old_id
  from run_track rt
  join track new on new.id = rt.track_id
  join track old on old.uri = new.uri and old.content_sha256 = new.content_sha256 and old.id < new.id
  where rt.run_id = $1
    and not exists (
      select from run_track listed join run r on r.id = listed.run_id
      where listed.track_id in (old.id, new.id) and r.state in ('planning', 'running'))
    and not exists (
      select from run_track a join run_track b on b.run_id = a.run_id and b.track_id = old.id where a.track_id = new.id)
  order by new.id, old.id`;

async function mergeTouchedTracks(client: Client, runId: RunId): Promise<void> {
  const { rows } = await client.query<{ new_id: number; old_id: number }>(TOUCHED, [runId]);
  if (rows.length === 0) return;
  const pairs = [rows.map(({ new_id }) => new_id), rows.map(({ old_id }) => old_id)];
  for (const statement of MERGE) await client.query(statement, pairs);
}

const PAIR = 'unnest($1::bigint[], $2::bigint[]) as pair (new_id, old_id)';

/** The track that was known before takes over all that the other one has, and its version. */
const MERGE = [
  // A producer that lists one of them meanwhile waits, and then finds the one that is left.
  `select from track where id = any($1) or id = any($2) order by id for update`,
  `update run_track set track_id = old_id from ${PAIR} where track_id = new_id`,
  `update task_outcome set track_id = old_id from ${PAIR} where track_id = new_id`,
  `delete from current_track using ${PAIR} where track_id = old_id`,
  `update current_track set track_id = old_id from ${PAIR} where track_id = new_id`,
  `insert into prediction_history (model_id, track_id, scores, top_tags, n_chunks, software_id, tagged_at, replaced_at)
   select model_id, old_id, scores, top_tags, n_chunks, software_id, tagged_at, replaced_at
   from prediction_history join ${PAIR} on track_id = new_id
   on conflict do nothing`,
  `delete from prediction_history using ${PAIR} where track_id = new_id`,
  `insert into prediction (model_id, track_id, scores, top_tags, embedding, n_chunks, software_id, tagged_at)
   select model_id, old_id, scores, top_tags, embedding, n_chunks, software_id, tagged_at
   from prediction join ${PAIR} on track_id = new_id
   on conflict (model_id, track_id) do update
     set scores = excluded.scores, top_tags = excluded.top_tags, embedding = excluded.embedding,
         n_chunks = excluded.n_chunks, software_id = excluded.software_id, tagged_at = excluded.tagged_at
     where prediction.tagged_at < excluded.tagged_at`,
  `delete from prediction using ${PAIR} where track_id = new_id`,
  `with gone as (
     delete from track using ${PAIR} where id = new_id returning old_id, track.*
   )
   update track
   set version = gone.version,
       metadata = case when gone.metadata = '{}' then track.metadata else gone.metadata end,
       duration_seconds = coalesce(track.duration_seconds, gone.duration_seconds),
       peak_dbfs = coalesce(track.peak_dbfs, gone.peak_dbfs),
       loudness_dbfs = coalesce(track.loudness_dbfs, gone.loudness_dbfs),
       silent_share = coalesce(track.silent_share, gone.silent_share),
       clipped_share = coalesce(track.clipped_share, gone.clipped_share),
       title = coalesce(gone.title, track.title), artist = coalesce(gone.artist, track.artist),
       album = coalesce(gone.album, track.album), release_date = coalesce(gone.release_date, track.release_date),
       license = coalesce(gone.license, track.license),
       license_url = case when gone.license is null then track.license_url else gone.license_url end,
       page_url = coalesce(gone.page_url, track.page_url)
   from gone where track.id = gone.old_id`,
];
