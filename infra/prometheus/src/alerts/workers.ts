import type { Alert } from '../alert.ts';

/** About the programs that do the work, and the queue between them. */
export const WORKER_ALERTS: readonly Alert[] = [
  {
    name: 'EarmarkNoWorkers',
    severity: 'critical',
    expr: `
      sum(run:earmark_run_owed_tasks:max > 0 and on (run) run:earmark_run_info:running)
      and on () (sum(max by (state) (earmark_workers{state!="draining"})) or vector(0)) == 0`,
    for: '10m',
    summary: 'No worker takes jobs, and {{ $value | printf "%.0f" }} tasks are owed.',
  },
  {
    name: 'EarmarkQueueNotConsumed',
    severity: 'warning',
    expr: `
      max(earmark_queue_jobs{state="waiting"}) > 0
      and on () sum(max by (state) (earmark_workers{state!="draining"})) > 0
      unless on () (time() - max(earmark_run_last_settled_timestamp_seconds) <= 300)
      unless on () (earmark_service_up == 0)`,
    for: '10m',
    summary:
      '{{ $value | printf "%.0f" }} jobs wait in the queue, and no worker settles any although workers run.',
  },
  {
    name: 'EarmarkStalledJobsRepeated',
    severity: 'warning',
    // The number of five-minute periods of the last hour that had any. All jobs of a worker that dies once stall together.
    expr: `
      count_over_time((sum(increase(earmark_stalled_jobs_total[5m])) > 0)[1h:5m]) > 4`,
    for: '0s',
    summary:
      'Workers keep dying: jobs stalled in {{ $value | printf "%.0f" }} of the last 12 five-minute periods.',
  },
  {
    name: 'EarmarkCrashLooping',
    severity: 'warning',
    expr: `
      changes(process_start_time_seconds{job=~"earmark-(worker|aggregator)"}[15m]) > 2`,
    for: '0s',
    summary:
      'The program at {{ $labels.instance }} ({{ $labels.job }}) was restarted {{ $value | printf "%.0f" }} times in 15 minutes.',
  },
  {
    name: 'EarmarkEventLoopDelayed',
    severity: 'warning',
    // A worker renews the locks of its jobs in its event loop, every few seconds.
    expr: `
      instance:earmark_event_loop_delay_seconds:p99_5m{job=~"earmark-(worker|aggregator)"} > 0.5`,
    for: '10m',
    summary:
      'The event loop of the program at {{ $labels.instance }} ({{ $labels.job }}) is {{ $value | humanizeDuration }} late.',
  },
  {
    name: 'EarmarkNoActiveAggregator',
    severity: 'critical',
    // Longer than a takeover, in which none is active for up to a minute. Without Postgres none can be active.
    expr: `
      absent(earmark_aggregator_active == 1)
      unless on () (earmark_service_up{service="postgres"} == 0)`,
    for: '5m',
    summary:
      'No aggregator is active: the queue is not filled, no run is reported, and no metric of a run is known.',
  },
  {
    name: 'EarmarkRepairsRepeated',
    severity: 'warning',
    // The number of reconciliations of the last hour that repaired something; a restart of Redis makes one or two.
    expr: `
      sum by (repair) (changes(earmark_repairs_total[1h])) > 4`,
    for: '0s',
    summary:
      'Ledger and queue disagreed {{ $value | printf "%.0f" }} times within an hour (repair: {{ $labels.repair }}).',
  },
];
