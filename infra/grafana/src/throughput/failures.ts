import type { DashboardRow } from '../create-dashboard.ts';
import { barGauge, graph } from '../metric-panels.ts';

export const FAILURES: DashboardRow = {
  title: 'Failures',
  lines: [
    [
      barGauge({
        title: 'Failed tasks by code',
        description:
          'Tasks that are settled as failed, by failure code, as the ledger counts them. docs/operations.md says what to do about each code.',
        unit: 'suffix: tasks',
        noValue: 'none failed',
        expr: 'sum by (code) (max by (run, code) (earmark_run_failed_tasks{run=~"$run"})) > 0',
        legend: '{{code}}',
      }),
      graph({
        title: 'Failures per minute by code',
        description: 'Tasks that the workers settled as failed in a minute, by failure code.',
        unit: 'suffix: tasks/min',
        noValue: 'none failed',
        stacked: true,
        expr: '60 * sum by (code) (rate(earmark_task_failures_total{run=~"$run", model=~"$model", instance=~"$instance"}[$__rate_interval]))',
        legend: '{{code}}',
      }),
      graph({
        title: 'Retries per minute by code',
        description:
          'Attempts at a job that failed and are repeated, by failure code. A job has five attempts.',
        unit: 'suffix: attempts/min',
        noValue: 'no retries',
        stacked: true,
        expr: '60 * sum by (code) (rate(earmark_job_retries_total{instance=~"$instance"}[$__rate_interval]))',
        legend: '{{code}}',
      }),
    ],
    [
      graph({
        title: 'Services reached',
        description:
          'Whether every program reaches each service that it uses: 100 % when all do, 0 % when one does not.',
        unit: 'percentunit',
        max: 1,
        expr: 'min by (service) (earmark_service_up{instance=~"$instance"})',
        legend: '{{service}}',
      }),
      graph({
        title: 'Outages',
        description:
          'Share of the time in which a service was unavailable, by service and host. Work waits meanwhile, and no attempt is used up.',
        unit: 'percentunit',
        noValue: 'no outage',
        expr: 'sum by (service, instance) (rate(earmark_outage_seconds_total{instance=~"$instance"}[$__rate_interval]))',
        legend: '{{service}} from {{instance}}',
      }),
      graph({
        title: 'Stalled jobs per minute',
        description:
          'Jobs that a worker received after another one that had them died, by the host that received them.',
        unit: 'suffix: jobs/min',
        stacked: true,
        expr: '60 * sum by (instance) (rate(earmark_stalled_jobs_total{instance=~"$instance"}[$__rate_interval]))',
        legend: '{{instance}}',
      }),
    ],
  ],
};
