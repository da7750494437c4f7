import type { Alert } from '../alert.ts';

/** About the tasks of a run, as the ledger counts them. */
export const RUN_ALERTS: readonly Alert[] = [
  {
    name: 'EarmarkRunStalled',
    severity: 'critical',
    // Not while another run goes on: this one may wait in the queue behind it. Not in the first 15 minutes after the
    // run was resumed or retried: what it settled last is older than that. Not in an outage, which has an alert.
    expr: `
      run:earmark_run_idle_seconds:min > 900
      and on (run) run:earmark_run_owed_tasks:max > 0
      and on (run) run:earmark_run_info:running
      and on (run) (run:earmark_run_info:running offset 15m)
      unless on () (time() - max(earmark_run_last_settled_timestamp_seconds) <= 900)
      unless on () (earmark_service_up == 0)`,
    for: '1m',
    summary:
      'Run {{ $labels.run }} owes tasks, and none has been settled for {{ $value | humanizeDuration }}.',
  },
  {
    name: 'EarmarkRunLate',
    severity: 'warning',
    // Without an estimate, while nothing is settled, a deadline that has passed is what is known.
    expr: `
      (
        max by (run) (earmark_run_estimated_end_timestamp_seconds) - max by (run) (earmark_run_deadline_timestamp_seconds) > 0
        or time() - max by (run) (earmark_run_deadline_timestamp_seconds) > 0
      )
      and on (run) earmark_run_info{state=~"planning|running|paused"}`,
    for: '15m',
    summary:
      'Run {{ $labels.run }} will end at least {{ $value | humanizeDuration }} after its deadline.',
  },
  {
    name: 'EarmarkRunFailing',
    severity: 'warning',
    expr: `
      run:earmark_run_failed_tasks:ratio > 0.05
      and on (run) run:earmark_run_failed_tasks:sum >= 20
      and on (run) run:earmark_run_info:running`,
    for: '5m',
    summary:
      '{{ $value | humanizePercentage }} of the settled tasks of run {{ $labels.run }} have failed.',
  },
  {
    name: 'EarmarkRunCompletedWithFailures',
    severity: 'info',
    expr: `
      run:earmark_run_failed_tasks:sum > 0
      and on (run) earmark_run_info{state="complete"}`,
    for: '0s',
    summary:
      'Run {{ $labels.run }} is complete, and {{ $value | printf "%.0f" }} of its tasks failed.',
  },
];
