import type { RunId, TrackId } from '@earmark/core/ids.js';
import type { TaskOutcome } from '@earmark/core/task-outcome.js';
import { topK } from '@earmark/core/tagging/top-k.js';
import { toStoreError, type Queryable } from '../postgres/pool.ts';

/** How the tasks of one job ended, and what was learnt of its track on the way. */
export interface Settlement {
  readonly runId: RunId;
  readonly trackId: TrackId;
  readonly outcomes: readonly TaskOutcome[];
  readonly contentSha256: Buffer | null;
  readonly durationSeconds: number | null;
  readonly attempts: number;
  /** Who settles: host and process id. */
  readonly worker: string;
  /** The ledger's number of the software that computed the scores; null when there are none. */
  readonly taggerId: number | null;
}

// One statement, so one transaction: the outcomes that are really new decide which predictions are stored and
// how far the run's count moves. A second delivery of the same job finds its outcomes there and changes nothing.
const SETTLE = `
  with outcome as (
    select * from unnest($3::smallint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                         $9::smallint[], $10::bigint[])
      as outcome (model_id, status, code, message, probabilities, top_tags, n_chunks, from_track)
  ), settled as (
    insert into task_outcome (run_id, track_id, model_id, status, code, message, attempts, worker)
    select $1, $2, model_id, status, code, message, $11, $12 from outcome
    on conflict do nothing
    returning model_id, status
  ), stored as (
    insert into prediction (model_id, track_id, probabilities, top_tags, n_chunks, tagger_id, tagged_at)
    select model_id, $2, o.probabilities::real[], o.top_tags::smallint[], o.n_chunks, $13, now()
    from outcome o join settled using (model_id)
    where o.status = 'tagged'
    union all
    select model_id, $2, p.probabilities, p.top_tags, p.n_chunks, p.tagger_id, p.tagged_at
    from outcome o join settled using (model_id) join prediction p using (model_id)
    where o.status = 'reused' and p.track_id = o.from_track
    on conflict (model_id, track_id) do update
      set probabilities = excluded.probabilities, top_tags = excluded.top_tags, n_chunks = excluded.n_chunks,
          tagger_id = excluded.tagger_id, tagged_at = excluded.tagged_at
  ), described as (
    update track
    set content_sha256 = coalesce($14, content_sha256),
        duration_seconds = coalesce($15, duration_seconds, (
          select max(t.duration_seconds) from outcome join track t on t.id = from_track))
    where id = $2
  )
  update run
  set n_settled = run.n_settled + new.n,
      n_failed = run.n_failed + new.n_failed,
      state = case when state = 'running' and run.n_settled + new.n = n_tasks then 'complete' else state end,
      completed_at = case when state = 'running' and run.n_settled + new.n = n_tasks then now()
                     else completed_at end
  from (
    select count(*) as n, count(*) filter (where status = 'failed') as n_failed from settled
  ) as new
  where id = $1 and new.n > 0`;

/**
 * Writes how the tasks of a job ended: predictions, outcomes and the run's count, all or nothing. Settling a
 * task a second time changes nothing. The run is complete with its last task.
 *
 * @throws STORE_UNAVAILABLE, DISK_FULL
 */
export async function settle(db: Queryable, settlement: Settlement): Promise<void> {
  // In one order everywhere, so that two deliveries of a job wait for each other and never in a circle.
  const rows = settlement.outcomes.toSorted((a, b) => a.model - b.model).map(toRow);
  await db
    .query(SETTLE, [
      settlement.runId,
      settlement.trackId,
      rows.map(({ model }) => model),
      rows.map(({ status }) => status),
      rows.map(({ code }) => code),
      rows.map(({ message }) => message),
      rows.map(({ probabilities }) => probabilities),
      rows.map(({ topTags }) => topTags),
      rows.map(({ nChunks }) => nChunks),
      rows.map(({ from }) => from),
      settlement.attempts,
      settlement.worker,
      settlement.taggerId,
      settlement.contentSha256,
      settlement.durationSeconds,
    ])
    .catch((error: unknown) => {
      throw toStoreError(error);
    });
}

/** Tags that `top_tags` keeps. */
const N_TOP_TAGS = 10;

const NOTHING = {
  code: null,
  message: null,
  probabilities: null,
  topTags: null,
  nChunks: null,
  from: null,
};

function toRow(outcome: TaskOutcome) {
  const { model, status } = outcome;
  switch (status) {
    case 'tagged': {
      const top = topK(outcome.scores, { k: N_TOP_TAGS, threshold: 0 });
      return {
        ...NOTHING,
        model,
        status,
        probabilities: `{${outcome.scores.join(',')}}`,
        topTags: `{${top.map((index) => index + 1).join(',')}}`,
        nChunks: outcome.nChunks,
      };
    }
    case 'reused':
      return { ...NOTHING, model, status, from: outcome.from };
    case 'failed':
      // Postgres text holds no NUL; an error message may quote a file's bytes.
      return {
        ...NOTHING,
        model,
        status,
        code: outcome.code,
        message: outcome.message.replaceAll('\0', ''),
      };
  }
}
