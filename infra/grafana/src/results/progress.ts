import type { DashboardRow } from '../create-dashboard.ts';
import { ledgerGraph, table } from '../ledger-panels.ts';

export const PROGRESS: DashboardRow = {
  title: 'Progress',
  lines: [
    [
      table({
        title: 'Runs',
        description:
          'All runs, the latest first: their states and how many of their tasks are settled.',
        unit: 'locale',
        units: { done: 'percent', elapsed: 's', started: 'dateTimeAsIso', run: 'none' },
        sql: `select run_id as run, source, state, percent::float as done, n_tracks as tracks, n_tasks as tasks,
  n_failed as failed, n_owed as owed, created_at as started, extract(epoch from elapsed)::float as elapsed
from earmark.run_progress
order by run_id desc
limit 100`,
      }),
    ],
    [
      table({
        title: 'Outcomes by model',
        description: 'The tasks of the run by model: computed now, reused, failed, or still owed.',
        unit: 'locale',
        sql: `select model, n_tagged as tagged, n_reused as reused, n_failed as failed, n_owed as owed
from earmark.coverage
where run_id = $run
order by model`,
      }),
      ledgerGraph({
        title: 'Tracks per minute',
        description:
          'Tracks of the run that were settled in each minute of the time that is shown.',
        unit: 'suffix: tracks/min',
        noValue: 'none in this time',
        sql: `select minute as time, sum(n_tracks)::float as tracks
from earmark.throughput($__timeFrom(), $__timeTo(), $run)
group by minute
order by minute`,
      }),
    ],
  ],
};
