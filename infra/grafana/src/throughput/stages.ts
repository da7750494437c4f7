import type { DashboardRow } from '../create-dashboard.ts';
import { graph } from '../metric-panels.ts';

const SECONDS = 'rate(earmark_stage_seconds_sum{instance=~"$instance"}[$__rate_interval])';
const BUCKETS = 'rate(earmark_stage_seconds_bucket{instance=~"$instance"}[$__rate_interval])';
const OF_MODEL =
  'rate(earmark_stage_seconds_sum{stage="infer", model=~"$model", instance=~"$instance"}[$__rate_interval])';
const N_OF_MODEL =
  'rate(earmark_stage_seconds_count{stage="infer", model=~"$model", instance=~"$instance"}[$__rate_interval])';

export const STAGES: DashboardRow = {
  title: 'Stages of a track',
  lines: [
    [0.5, 0.95, 0.99].map((quantile) =>
      graph({
        title: `Time in a stage, p${String(100 * quantile)}`,
        description: `Time that a track spent in each stage: ${String(100 * quantile)} % of the tracks took no longer. The stage infer counts each model by itself.`,
        unit: 's',
        expr: `histogram_quantile(${String(quantile)}, sum by (le, stage) (${BUCKETS}))`,
        legend: '{{stage}}',
      }),
    ),
    [
      graph({
        title: 'Where the time goes',
        description: 'Share of each stage in the time that all tracks spent in stages.',
        unit: 'percentunit',
        max: 1,
        stacked: true,
        expr: `sum by (stage) (${SECONDS}) / ignoring (stage) group_left () sum(${SECONDS})`,
        legend: '{{stage}}',
      }),
      graph({
        title: 'Inference time by model',
        description: 'Mean time that a track spent in the network of each model.',
        unit: 's',
        expr: `sum by (model) (${OF_MODEL}) / sum by (model) (${N_OF_MODEL})`,
        legend: '{{model}}',
      }),
    ],
  ],
};
