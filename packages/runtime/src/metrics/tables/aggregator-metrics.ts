import type { MetricRows } from '../metric-row.ts';

/** Only the active aggregator serves what belongs to the whole ledger: the first three rows are those of every one. */
export const AGGREGATOR_METRICS = {
  active: {
    name: 'earmark_aggregator_active',
    type: 'gauge',
    labels: [],
    help: '1 for the aggregator that serves the metrics of the ledger and the queue, 0 for the others.',
  },
  reconciliations: {
    name: 'earmark_reconciliations_total',
    type: 'counter',
    labels: [],
    help: 'Comparisons of ledger and queue that this aggregator made.',
  },
  repairs: {
    name: 'earmark_repairs_total',
    type: 'counter',
    labels: ['repair'],
    help: 'What these comparisons repaired: jobs enqueued again, orphaned jobs removed, runs recounted.',
  },
  queueJobs: {
    name: 'earmark_queue_jobs',
    type: 'gauge',
    labels: ['state'],
    help: 'Jobs in the queue: waiting, active, delayed, failed.',
  },
  oldestJobSeconds: {
    name: 'earmark_queue_oldest_job_seconds',
    type: 'gauge',
    labels: [],
    help: 'Time since the job that is delivered next was enqueued; 0 when none waits.',
  },
  workers: {
    name: 'earmark_workers',
    type: 'gauge',
    labels: ['state'],
    help: 'Workers that were seen in the last minute: idle, working, blocked, draining.',
  },
  runInfo: {
    name: 'earmark_run_info',
    type: 'gauge',
    labels: ['run', 'source', 'state'],
    help: '1; the source and the state of a run: planning, running, paused, complete, cancelled. This and all metrics of runs: from planning until a day after the end.',
  },
  runTracks: {
    name: 'earmark_run_tracks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tracks of a run.',
  },
  runTasks: {
    name: 'earmark_run_tasks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tasks of a run.',
  },
  runSettledTasks: {
    name: 'earmark_run_settled_tasks',
    type: 'gauge',
    labels: ['run'],
    help: 'Tasks of a run that are settled, failed ones included. The others are owed.',
  },
  runFailedTasks: {
    name: 'earmark_run_failed_tasks',
    type: 'gauge',
    labels: ['run', 'code'],
    help: 'Tasks of a run that are settled as failed, by failure code; every code is there from the beginning, with 0.',
  },
  runPlanned: {
    name: 'earmark_run_planned_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which the run was planned; none while it is being planned.',
  },
  runLastSettled: {
    name: 'earmark_run_last_settled_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which a task of the run was last settled; none before the first.',
  },
  runEnd: {
    name: 'earmark_run_estimated_end_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time at which the run ends, estimated from the last ten minutes; none while nothing is settled. Of a complete run the time at which it ended.',
  },
  runDeadline: {
    name: 'earmark_run_deadline_timestamp_seconds',
    type: 'gauge',
    labels: ['run'],
    help: 'Unix time given with --deadline.',
  },
} as const satisfies MetricRows;
