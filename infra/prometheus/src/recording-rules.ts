export interface RecordingRule {
  /** level:metric:operations, as Prometheus recommends. */
  readonly record: string;
  /** PromQL. It may use the rules above it, which are evaluated before it. */
  readonly expr: string;
}

/**
 * What alerts and dashboards share. The metrics of runs come from the active aggregator, and another one may take over
 * at any time: their rules drop the label `instance`, so that a series goes on when the aggregator changes.
 */
export const RECORDING_RULES: readonly RecordingRule[] = [
  {
    record: 'run:earmark_run_info:running',
    expr: 'max by (run) (earmark_run_info{state="running"})',
  },
  {
    record: 'run:earmark_run_settled_tasks:max',
    expr: 'max by (run) (earmark_run_settled_tasks)',
  },
  {
    record: 'run:earmark_run_failed_tasks:sum',
    expr: 'sum by (run) (max by (run, code) (earmark_run_failed_tasks))',
  },
  {
    record: 'run:earmark_run_owed_tasks:max',
    expr: 'max by (run) (earmark_run_tasks) - run:earmark_run_settled_tasks:max',
  },
  // Counted in the ledger, so exact however many workers are scraped. A retry makes tasks owed again: no negative rate.
  {
    record: 'run:earmark_run_settled_tasks:rate5m',
    expr: 'clamp_min(deriv(run:earmark_run_settled_tasks:max[5m]), 0)',
  },
  {
    record: 'run:earmark_run_failed_tasks:rate5m',
    expr: 'clamp_min(deriv(run:earmark_run_failed_tasks:sum[5m]), 0)',
  },
  {
    record: 'run:earmark_run_failed_tasks:ratio',
    expr: 'run:earmark_run_failed_tasks:sum / (run:earmark_run_settled_tasks:max > 0)',
  },
  {
    record: 'run:earmark_run_idle_seconds:min',
    expr: `time() - max by (run) (
      {__name__=~"earmark_run_planned_timestamp_seconds|earmark_run_last_settled_timestamp_seconds"}
    )`,
  },
  {
    record: 'run:earmark_run_left_seconds:max',
    expr: `clamp_min(max by (run) (earmark_run_estimated_end_timestamp_seconds) - time(), 0)
      and on (run) run:earmark_run_info:running`,
  },
  {
    record: 'instance_stage:earmark_stage_busy:ratio5m',
    expr: `sum by (instance, stage) (rate(earmark_stage_busy_seconds_total[5m]))
      / sum by (instance, stage) (earmark_stage_slots)`,
  },
  {
    record: 'stage:earmark_stage_busy:ratio5m',
    expr: `sum by (stage) (rate(earmark_stage_busy_seconds_total[5m]))
      / sum by (stage) (earmark_stage_slots)`,
  },
  {
    record: 'instance:earmark_event_loop_delay_seconds:p99_5m',
    expr: `histogram_quantile(0.99,
      sum by (job, instance, le) (rate(earmark_event_loop_delay_seconds_bucket[5m])))`,
  },
];
