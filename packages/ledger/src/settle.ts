import type { Level } from '@earmark/core/audio';
import type { TrackMetadata } from '@earmark/core/corpus';
import type { RunId, TaskOutcome, TrackId } from '@earmark/core/run';
import { topK } from '@earmark/core/tagging';
import type { Queryable } from './pool.ts';
import { toRealArray } from './binary-array.ts';
import { trackColumns } from './track-columns.ts';

/** How the tasks of one job ended, and what was learnt of its track on the way. */
export interface Settlement {
  readonly runId: RunId;
  readonly trackId: TrackId;
  readonly outcomes: readonly TaskOutcome[];
  readonly contentSha256: Buffer | null;
  readonly durationSeconds: number | null;
  /** Of the decoded audio; null when nothing was decoded. */
  readonly level: Level | null;
  /** What the file says about itself; null when it was not read. */
  readonly embeddedMetadata: TrackMetadata | null;
  readonly attempts: number;
  /** Who settles: host and process id. */
  readonly settledBy: string;
  /** The ledger's number of the software that computed the scores; null when there are none. */
  readonly softwareId: number | null;
}

// One statement, so one transaction: the outcomes that are really new decide which predictions are stored, how far the
// run's count moves and what the caller counts. A second delivery of the same job finds its outcomes there and changes
// nothing. Scores and embeddings come as one array each in binary form, of which each prediction gets its part: half the
// CPU time of the text of an array for each.
const SETTLE = `
  with outcome as (
    select * from unnest($2::bigint[], $3::smallint[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::bigint[],
                         $9::smallint[], $10::text[], $11::smallint[], $12::integer[], $13::integer[], $14::integer[],
                         $15::integer[], $16::integer[], $17::integer[])
      as outcome (track_id, model_id, status, code, message, n_chunks, from_track, attempts, settled_by, software_id,
                  first_score, last_score, first_top_tag, last_top_tag, first_dimension, last_dimension)
  ), track_facts as (
    select * from unnest($21::bigint[], $22::bytea[], $23::real[], $24::real[], $25::real[], $26::real[], $27::real[],
                         $28::text[], $29::text[], $30::text[], $31::text[], $32::text[], $33::text[])
      as track_facts (track_id, content_sha256, seconds, peak_dbfs, loudness_dbfs, silent_share, clipped_share,
                      title, artist, album, release_date, license, license_url)
  ), settled as (
    insert into task_outcome (run_id, track_id, model_id, status, code, message, attempts, settled_by)
    select $1, track_id, model_id, status, code, message, attempts, settled_by from outcome
    on conflict do nothing
    returning track_id, model_id, status
  ), stored as (
    insert into prediction (model_id, track_id, scores, top_tags, embedding, n_chunks, software_id, tagged_at)
    select model_id, track_id, ($18::real[])[o.first_score:o.last_score],
           ($19::smallint[])[o.first_top_tag:o.last_top_tag], ($20::real[])[o.first_dimension:o.last_dimension],
           o.n_chunks, o.software_id, now()
    from outcome o join settled using (track_id, model_id)
    where o.status = 'tagged'
    union all
    select o.model_id, o.track_id, p.scores, p.top_tags, p.embedding, p.n_chunks, p.software_id, p.tagged_at
    from outcome o join settled using (track_id, model_id)
    join prediction p on p.model_id = o.model_id and p.track_id = o.from_track
    where o.status = 'reused'
    on conflict (model_id, track_id) do update
      set scores = excluded.scores, top_tags = excluded.top_tags, embedding = excluded.embedding,
          n_chunks = excluded.n_chunks, software_id = excluded.software_id, tagged_at = excluded.tagged_at
  ), described as (
    update track
    set content_sha256 = coalesce(track_facts.content_sha256, track.content_sha256),
        duration_seconds = coalesce(track_facts.seconds, track.duration_seconds, copy.duration_seconds),
        peak_dbfs = coalesce(track_facts.peak_dbfs, track.peak_dbfs, copy.peak_dbfs),
        loudness_dbfs = coalesce(track_facts.loudness_dbfs, track.loudness_dbfs, copy.loudness_dbfs),
        silent_share = coalesce(track_facts.silent_share, track.silent_share, copy.silent_share),
        clipped_share = coalesce(track_facts.clipped_share, track.clipped_share, copy.clipped_share),
        title = coalesce(track_facts.title, track.title, copy.title),
        artist = coalesce(track_facts.artist, track.artist, copy.artist),
        album = coalesce(track_facts.album, track.album, copy.album),
        release_date = coalesce(track_facts.release_date, track.release_date, copy.release_date),
        license = coalesce(track_facts.license, track.license, copy.license),
        license_url = case when track_facts.license is not null then track_facts.license_url
                           when track.license is not null then track.license_url else copy.license_url end
    from track_facts
    left join lateral (
      select t.* from outcome o join track t on t.id = o.from_track
      where o.track_id = track_facts.track_id order by t.loudness_dbfs is null, t.duration_seconds is null limit 1
    ) as copy on true
    where track.id = track_facts.track_id
  )
  update run
  set n_settled = run.n_settled + new.n,
      n_failed = run.n_failed + new.n_failed,
      state = case when state = 'running' and run.n_settled + new.n = n_tasks then 'complete' else state end,
      completed_at = case when state = 'running' and run.n_settled + new.n = n_tasks then now()
                     else completed_at end
  from (
    select count(*) as n, count(*) filter (where status = 'failed') as n_failed,
           json_agg(json_build_array(track_id, model_id)) as tasks
    from settled
  ) as new
  where id = $1 and new.n > 0
  returning new.tasks`;

/**
 * Writes how the tasks of some jobs of one run ended: predictions, outcomes and the run's count, all or nothing.
 * Settling a task a second time changes nothing. The run is complete with its last task.
 *
 * @returns for each settlement the outcomes that were new; none of a job that was settled before
 * @throws STORE_UNAVAILABLE, DISK_FULL
 */
export async function settle(
  db: Queryable,
  settlements: readonly [Settlement, ...Settlement[]],
): Promise<readonly NewOutcomes[]> {
  const [{ runId }] = settlements;
  const values = [runId, ...outcomeColumns(settlements), ...trackColumns(settlements)];
  const { rows } = await db.query<{ tasks: readonly (readonly [number, number])[] }>(
    SETTLE,
    values,
  );
  const inserted = new Set(
    rows.flatMap(({ tasks }) => tasks).map(([trackId, modelRowId]) => taskKey(trackId, modelRowId)),
  );
  // Each task is taken out once: of a task that ended twice the first outcome was written.
  return settlements.map(({ trackId, outcomes }) =>
    outcomes.filter(({ modelRowId }) => inserted.delete(taskKey(trackId, modelRowId))),
  );
}

/** The outcomes of one settlement that nothing had settled before. */
export type NewOutcomes = readonly TaskOutcome[];

function taskKey(trackId: number, modelRowId: number): string {
  return `${String(trackId)} ${String(modelRowId)}`;
}

export type Column = readonly unknown[] | Buffer;

/** The outcomes of some settlements, column by column; of a task that ended twice the first. */
export function outcomeColumns(settlements: readonly Settlement[]): readonly Column[] {
  const rows = new Map<string, OutcomeRow>();
  for (const settlement of settlements) {
    for (const outcome of settlement.outcomes) {
      const key = taskKey(settlement.trackId, outcome.modelRowId);
      if (!rows.has(key)) rows.set(key, { ...settlement, ...toCells(outcome) });
    }
  }
  // In one order everywhere, so that those who settle the same tasks wait for each other and never in a circle.
  const ordered = [...rows.values()].sort(
    (a, b) => a.trackId - b.trackId || a.modelRowId - b.modelRowId,
  );
  const scores = placesOf(ordered.map((row) => row.scores));
  const topTags = placesOf(ordered.map((row) => row.topTags));
  const dimensions = placesOf(ordered.map((row) => row.embedding));
  return [
    ...OUTCOME_COLUMNS.map((name) => ordered.map((row) => row[name])),
    ...[scores.first, scores.last, topTags.first, topTags.last, dimensions.first, dimensions.last],
    toRealArray(ordered.flatMap((row) => (row.scores ? [row.scores] : []))),
    ordered.flatMap((row) => row.topTags ?? []),
    toRealArray(ordered.flatMap((row) => (row.embedding ? [row.embedding] : []))),
  ];
}

/** Where each of some lists lies when they are laid end to end, counted from 1; null where there is none. */
function placesOf(lists: readonly (ArrayLike<unknown> | null)[]) {
  let end = 0;
  const places = lists.map((list) => list && { first: end + 1, last: (end += list.length) });
  return {
    first: places.map((place) => place?.first ?? null),
    last: places.map((place) => place?.last ?? null),
  };
}

/** In the order in which the statement names them. */
const OUTCOME_COLUMNS = [
  ...(['trackId', 'modelRowId', 'status', 'code', 'message'] as const),
  ...(['nChunks', 'from', 'attempts', 'settledBy', 'softwareId'] as const),
];

type OutcomeRow = Settlement & ReturnType<typeof toCells>;

/** Tags that `top_tags` keeps. */
const N_TOP_TAGS = 10;

/** What the column holds: a network that cuts chunks itself gives many for hours of audio. */
const MAX_SMALLINT = 32_767;

const NOTHING = {
  code: null,
  message: null,
  scores: null,
  topTags: null,
  embedding: null,
  nChunks: null,
  from: null,
};

function toCells(outcome: TaskOutcome) {
  const { modelRowId, status } = outcome;
  switch (status) {
    case 'tagged': {
      const top = topK(outcome.scores, { k: N_TOP_TAGS, threshold: 0 });
      return {
        ...NOTHING,
        modelRowId,
        status,
        scores: outcome.scores,
        topTags: top.map((index) => index + 1),
        nChunks: Math.min(outcome.nChunks, MAX_SMALLINT),
        embedding: outcome.embedding,
      };
    }
    case 'reused':
      return { ...NOTHING, modelRowId, status, from: outcome.from };
    case 'failed':
      // Postgres text holds no NUL; an error message may quote a file's bytes.
      return {
        ...NOTHING,
        modelRowId,
        status,
        code: outcome.code,
        message: outcome.message.replaceAll('\0', ''),
      };
  }
}
