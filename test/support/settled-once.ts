import { expect } from 'vitest';
import type { Pool } from '@earmark/ledger';
import { openTagQueue } from '@earmark/queue';
import type { Fleet } from './fleet.ts';
import { ledgerContent, type LedgerRow } from './ledger.ts';
import { waitFor } from './wait-for.ts';

// A diary beside the ledger: no key, nothing is ever taken back. What is in it twice was done twice.
const DIARY = `
  create schema diary;
  create table diary.entry (what text, run_id integer, track_id bigint, model_id smallint);
  create function diary.note_outcome() returns trigger language plpgsql as $$
    begin insert into diary.entry values (tg_op, new.run_id, new.track_id, new.model_id); return new; end $$;
  create function diary.note_completion() returns trigger language plpgsql as $$
    begin insert into diary.entry values ('complete', new.id); return new; end $$;
  create trigger diary after insert or update on task_outcome for each row execute function diary.note_outcome();
  create trigger diary after update on run for each row
    when (new.state = 'complete' and old.state <> 'complete') execute function diary.note_completion()`;

/** Has Postgres itself write down, from now on, every outcome and every completion of a run. */
export async function watchSettling(pool: Pool): Promise<void> {
  await pool.query(DIARY);
}

const PROOF = `
  select r.state, n_tracks, n_tasks, n_settled, n_failed,
    n_tracks * (select count(*) from run_model rm where rm.run_id = r.id) as n_products,
    (select count(*) from task_outcome o where o.run_id = r.id) as n_outcomes,
    (select count(*) from task_outcome o where o.run_id = r.id and status = 'failed') as n_failed_outcomes,
    (select count(*) from diary.entry e where e.run_id = r.id and what = 'INSERT') as n_times_settled,
    (select count(*) from diary.entry e where e.run_id = r.id and what = 'UPDATE') as n_times_changed,
    (select count(*) from diary.entry e where e.run_id = r.id and what = 'complete') as n_times_completed,
    (select count(*) from prediction) as n_predictions,
    (select count(*) from report) as n_reports
  from run r`;

export interface Expected {
  readonly undisturbed: readonly LedgerRow[];
  /** Code of each file that fails by the fault; every other file must have what it has in the undisturbed run. */
  readonly failures?: Readonly<Record<string, string>>;
}

/**
 * Proves from the ledger that the one run in it is complete and reported, that every task settled exactly once, and
 * that every stored probability equals that of the undisturbed run, bit for bit; and that its queue is empty.
 */
export async function expectSettledOnce(
  { pool, queue }: Fleet,
  { undisturbed, failures = {} }: Expected,
): Promise<void> {
  const isFailure = ({ file }: LedgerRow) => file in failures;
  const n = undisturbed.length;
  const nFailed = undisturbed.filter((row) => isFailure(row) || row.status === 'failed').length;
  const { rows } = await pool.query(PROOF);
  expect(rows).toEqual([
    {
      state: 'complete',
      n_tracks: new Set(undisturbed.map(({ file }) => file)).size,
      n_tasks: n,
      n_settled: n,
      n_failed: nFailed,
      n_products: n,
      n_outcomes: n,
      n_failed_outcomes: nFailed,
      n_times_settled: n,
      n_times_changed: 0,
      n_times_completed: 1,
      n_predictions: n - nFailed,
      n_reports: 1,
    },
  ]);
  const content = await ledgerContent(pool);
  const codes = content.filter(isFailure).map(({ file, code }) => [file, code]);
  expect(Object.fromEntries(codes)).toEqual(failures);
  expect(content.filter((row) => !isFailure(row))).toEqual(
    undisturbed.filter((row) => !isFailure(row)),
  );
  const tagQueue = openTagQueue(queue, () => undefined);
  // A job whose worker died between settling and acknowledging is taken once more, and found settled.
  await waitFor(async () => (await tagQueue.jobIds()).length === 0, 'the queue is empty');
  await tagQueue.close();
}
