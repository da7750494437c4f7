import type { DashboardRow } from '../create-dashboard.ts';
import { graph } from '../metric-panels.ts';

const WAIT =
  'sum by (le) (rate(earmark_job_wait_seconds_bucket{instance=~"$instance"}[$__rate_interval]))';
const SLOTS = 'sum by (stage) (earmark_stage_slots{instance=~"$instance"})';

export const QUEUE_AND_SLOTS: DashboardRow = {
  title: 'Queue and slots',
  lines: [
    [
      graph({
        title: 'Jobs in the queue',
        description:
          'Jobs by state: waiting, active, delayed, failed. At most about 2,000 jobs of a run wait at a time; the ledger holds the others.',
        unit: 'none',
        stacked: true,
        expr: 'max by (state) (earmark_queue_jobs)',
        legend: '{{state}}',
      }),
      ...[0.5, 0.95].map((quantile) =>
        graph({
          title: `Job wait, p${String(100 * quantile)}`,
          description: `Time from enqueueing a job to the start of its first attempt: ${String(100 * quantile)} % of the jobs waited no longer. It is long whenever the window of a run is full; that is no fault.`,
          unit: 's',
          expr: `histogram_quantile(${String(quantile)}, ${WAIT})`,
          legend: `p${String(100 * quantile)}`,
        }),
      ),
    ],
    [
      graph({
        title: 'Slots used',
        description:
          'Tracks that each stage holds, of those that it can hold at a time. A stage near 100 % before one that is far from it is the bottleneck.',
        unit: 'percentunit',
        max: 1,
        expr: `sum by (stage) (earmark_stage_slots_used{instance=~"$instance"}) / ${SLOTS}`,
        legend: '{{stage}}',
      }),
      graph({
        title: 'Busy ratio',
        description:
          'Share of the time in which the slots of each stage were in use. Unlike the slots used it is a mean over time, not a sample.',
        unit: 'percentunit',
        max: 1,
        expr: `sum by (stage) (rate(earmark_stage_busy_seconds_total{instance=~"$instance"}[$__rate_interval])) / ${SLOTS}`,
        legend: '{{stage}}',
      }),
      graph({
        title: 'Tracks waiting for a slot',
        description: 'Mean number of tracks that wait for a slot of each stage.',
        unit: 'suffix: tracks',
        expr: 'sum by (stage) (rate(earmark_stage_wait_seconds_total{instance=~"$instance"}[$__rate_interval]))',
        legend: '{{stage}}',
      }),
      graph({
        title: 'Tracks in flight',
        description: 'Jobs that each worker has taken and not finished.',
        unit: 'suffix: tracks',
        stacked: true,
        expr: 'sum by (instance) (earmark_inflight_tracks{instance=~"$instance"})',
        legend: '{{instance}}',
      }),
    ],
  ],
};
