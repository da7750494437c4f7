import { type ModelRowId, RunId, type RunOptions, type SourceItem } from '@earmark/core/run';
import { replaceCurrentTracks } from './current-tracks.ts';
import { type Client, inTransaction, type Pool } from './pool.ts';
import { runCancelledError } from './runs.ts';

export interface RunRequest {
  readonly source: string;
  /** The run lists every audio file whose address begins with this; null for a source that lists single files. */
  readonly uriPrefix: string | null;
  /** Hash of what determines the tasks: an unfinished run with the same one is resumed. */
  readonly fingerprint: string;
  readonly models: readonly ModelRowId[];
  readonly options: RunOptions;
}

export interface PlannedRun {
  readonly runId: RunId;
  readonly nTracks: number;
  readonly nTasks: number;
  /** Tasks that need no worker: stored already, or settled before the run was resumed. */
  readonly nSettled: number;
  /** A run that is paused stays so when it is planned again. */
  readonly isPaused: boolean;
}

/** The unfinished run of this request, else a new one; in state `planning`. */
export function openRun(pool: Pool, request: RunRequest): Promise<RunId> {
  return inTransaction(pool, async (client) => {
    // Two producers of the same source get the same run: the second waits here until the first has made it.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      request.fingerprint,
    ]);
    const runId = (await resumeUnfinished(client, request)) ?? (await createRun(client, request));
    await client.query(
      `insert into run_model (run_id, model_id, position)
       select $1, * from unnest($2::smallint[]) with ordinality on conflict do nothing`,
      [runId, request.models],
    );
    return runId;
  });
}

async function resumeUnfinished(client: Client, request: RunRequest): Promise<RunId | undefined> {
  const { rows } = await client.query<{ id: number }>(
    `update run set state = 'planning', options = $2, uri_prefix = $3, listed_at = now() where id =
       (select max(id) from run where fingerprint = $1 and state in ('planning', 'running')) returning id`,
    [request.fingerprint, request.options, request.uriPrefix],
  );
  return rows[0] && RunId.parse(rows[0].id);
}

async function createRun(client: Client, request: RunRequest): Promise<RunId> {
  const { rows } = await client.query<{ id: number }>(
    'insert into run (source, fingerprint, options, uri_prefix, listed_at) values ($1, $2, $3, $4, now()) returning id',
    [request.source, request.fingerprint, request.options, request.uriPrefix],
  );
  return RunId.parse(rows[0]?.id);
}

/**
 * Registers a page of listed items as tracks of the run. Listing the same item again changes only its metadata, if
 * that is different; a file that has changed replaces its former version.
 */
export async function addTracks(
  pool: Pool,
  runId: RunId,
  items: readonly SourceItem[],
): Promise<void> {
  const columns = [
    items.map(({ file }) => file),
    items.map(({ uri }) => uri),
    items.map(({ version }) => version),
    items.map(({ sizeBytes }) => sizeBytes),
    items.map(({ metadata }) => JSON.stringify(metadata)),
  ];
  await inTransaction(pool, async (client) => {
    // First: settling and planning lock the run first as well, and locks taken in another order can deadlock.
    await client.query('update run set listed_at = now() where id = $1', [runId]);
    await client.query(
      `insert into track (uri, version, size_bytes, metadata)
       select distinct on (uri, version) uri, version, size_bytes, metadata from ${ITEM}
       on conflict (md5(uri), version) do update set metadata = excluded.metadata
         where excluded.metadata <> '{}' and track.metadata <> excluded.metadata`,
      columns,
    );
    // A statement of its own: it also sees tracks that another producer added meanwhile.
    await client.query(
      // A subquery, not a join: that would read the whole table for every page of a small corpus.
      `insert into run_track (run_id, track_id, file)
       select distinct on (item.file) $6::integer, (select id from track where ${isTrackOf('item')}), item.file
       from ${ITEM}
       order by item.file
       on conflict (run_id, file) do update set track_id = excluded.track_id
         where run_track.track_id <> excluded.track_id`,
      [...columns, runId],
    );
  });
}

/** Whether a row has the address and version of a track; in this form the index `track_address` finds it. */
export function isTrackOf(row: string): string {
  return `md5(track.uri) = md5(${row}.uri) and track.uri = ${row}.uri and track.version = ${row}.version`;
}

/** The columns of a page, as rows of a table `item`. */
const ITEM = `unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[])
  as item (file, uri, version, size_bytes, metadata)`;

/**
 * Ends planning: settles what is stored already as `reused` (unless `force`), puts the tracks into the current
 * collection, counts, and sets the run to `running`, or to `complete` when nothing is owed.
 */
export function finishPlanning(
  pool: Pool,
  runId: RunId,
  { force, settledBy }: { force: boolean; settledBy: string },
): Promise<PlannedRun> {
  return inTransaction(pool, async (client) => {
    await lockPlannedRun(client, runId);
    await client.query(
      `delete from task_outcome o where run_id = $1
         and not exists (select from run_track rt where rt.run_id = $1 and rt.track_id = o.track_id)`,
      [runId],
    );
    if (!force) await settleStored(client, runId, settledBy);
    await replaceCurrentTracks(client, runId);
    // It would be taken for the one that is made at the end.
    await client.query('delete from report where run_id = $1', [runId]);
    return countTasks(client, runId);
  });
}

/** From here on settling waits until the tasks are counted, so that none is lost or counted twice. */
async function lockPlannedRun(client: Client, runId: RunId): Promise<void> {
  const { rows } = await client.query<{ state: string }>(
    'select state from run where id = $1 for update',
    [runId],
  );
  if (rows[0]?.state === 'cancelled') throw runCancelledError(runId);
}

async function settleStored(client: Client, runId: RunId, settledBy: string): Promise<void> {
  await client.query(
    `insert into task_outcome (run_id, track_id, model_id, status, attempts, settled_by)
     select rt.run_id, rt.track_id, rm.model_id, 'reused', 0, $2
     from run_track rt
     join run_model rm using (run_id)
     join prediction p on p.model_id = rm.model_id and p.track_id = rt.track_id
     where rt.run_id = $1
     on conflict do nothing`,
    [runId, settledBy],
  );
}

async function countTasks(client: Client, runId: RunId): Promise<PlannedRun> {
  const { rows } = await client.query<Omit<PlannedRun, 'runId'>>(
    `with counted as (
       select (select count(*) from run_track where run_id = $1) as n_tracks,
              (select count(*) from run_model where run_id = $1) as n_models,
              (select count(*) from task_outcome where run_id = $1) as n_settled,
              (select count(*) from task_outcome where run_id = $1 and status = 'failed') as n_failed
     )
     update run set n_tracks = c.n_tracks, n_tasks = c.n_tracks * c.n_models, n_settled = c.n_settled,
       n_failed = c.n_failed, enqueued_to = 0, planned_at = now(),
       state = case when c.n_settled = c.n_tracks * c.n_models then 'complete' else 'running' end,
       completed_at = case when c.n_settled = c.n_tracks * c.n_models then now() end
     from counted c where run.id = $1
     returning run.n_tracks as "nTracks", run.n_tasks as "nTasks", run.n_settled as "nSettled",
       run.paused_at is not null and run.state = 'running' as "isPaused"`,
    [runId],
  );
  const [counted] = rows;
  if (!counted) throw new Error(`run ${String(runId)} vanished while it was planned`);
  return { runId, ...counted };
}
