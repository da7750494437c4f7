import type { DashboardRow } from '../create-dashboard.ts';
import { graph } from '../metric-panels.ts';

export const RATES: DashboardRow = {
  title: 'Rate',
  lines: [
    [
      graph({
        title: 'Tracks per second',
        description:
          'Tracks that the workers settled, by run. With --split-jobs a track counts once for each model.',
        unit: 'suffix: tracks/s',
        expr: 'sum by (run) (rate(earmark_tracks_total{run=~"$run", instance=~"$instance"}[$__rate_interval]))',
        legend: 'run {{run}}',
      }),
      graph({
        title: 'Tasks per second by model',
        description: 'Tasks that the workers settled, by model: tagged, reused and failed ones.',
        unit: 'suffix: tasks/s',
        stacked: true,
        expr: 'sum by (model) (rate(earmark_tasks_total{run=~"$run", model=~"$model", instance=~"$instance"}[$__rate_interval]))',
        legend: '{{model}}',
      }),
      graph({
        title: 'Tracks per second by host',
        description:
          'Tracks that each worker settled: a worker that is much slower than others of its kind stands out.',
        unit: 'suffix: tracks/s',
        stacked: true,
        expr: 'sum by (instance) (rate(earmark_tracks_total{run=~"$run", instance=~"$instance"}[$__rate_interval]))',
        legend: '{{instance}}',
      }),
    ],
    [
      graph({
        title: 'Audio hours per hour',
        description: 'Hours of audio that the workers settled in an hour, by run.',
        unit: 'suffix: h/h',
        expr: 'sum by (run) (rate(earmark_audio_seconds_total{run=~"$run", instance=~"$instance"}[$__rate_interval]))',
        legend: 'run {{run}}',
      }),
      graph({
        title: 'Bytes read per second',
        description: 'Bytes of audio files that the workers read from the source, by host.',
        unit: 'Bps',
        stacked: true,
        expr: 'sum by (instance) (rate(earmark_source_bytes_total{instance=~"$instance"}[$__rate_interval]))',
        legend: '{{instance}}',
      }),
      graph({
        title: 'Workers by state',
        description:
          'Workers that the ledger has seen in the last minute, by state: idle, working, blocked or draining.',
        unit: 'none',
        stacked: true,
        expr: 'max by (state) (earmark_workers)',
        legend: '{{state}}',
      }),
    ],
  ],
};
