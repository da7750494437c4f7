import type { DashboardRow } from '../create-dashboard.ts';
import { barGauge, labelTable, stat } from '../metric-panels.ts';

// From the ledger, by the active aggregator. max by (run): for a moment after a takeover there may be two of them.

const END = 'max by (run) (earmark_run_estimated_end_timestamp_seconds{run=~"$run"})';
const DEADLINE = 'max by (run) (earmark_run_deadline_timestamp_seconds{run=~"$run"})';

export const RUNS: DashboardRow = {
  title: 'Runs',
  lines: [
    [
      labelTable({
        title: 'Runs',
        description:
          'The source and the state of each run: planning, running, paused, complete or cancelled. A run is listed until a day after its end.',
        unit: 'none',
        expr: 'max by (run, source, state) (earmark_run_info{run=~"$run"})',
      }),
      barGauge({
        title: 'Share done',
        description: 'Tasks of each run that are settled, failed ones included, of all its tasks.',
        unit: 'percentunit',
        max: 1,
        expr: 'max by (run) (earmark_run_settled_tasks{run=~"$run"}) / max by (run) (earmark_run_tasks{run=~"$run"})',
        legend: 'run {{run}}',
      }),
      stat({
        title: 'Time since a task was settled',
        description:
          'How long ago a task of each run was last settled. It grows when a run is paused, complete or stalled.',
        unit: 's',
        expr: 'time() - max by (run) (earmark_run_last_settled_timestamp_seconds{run=~"$run"})',
        legend: 'run {{run}}',
      }),
    ],
    [
      stat({
        title: 'Estimated end',
        description:
          'When each run ends at the rate of the last ten minutes; of a complete run, when it ended. There is none before the first task is settled.',
        unit: 'dateTimeAsIso',
        expr: `1000 * ${END}`,
        legend: 'run {{run}}',
      }),
      stat({
        title: 'Deadline',
        description: 'When each run shall end, as given with --deadline.',
        unit: 'dateTimeAsIso',
        noValue: 'no deadline',
        expr: `1000 * ${DEADLINE}`,
        legend: 'run {{run}}',
      }),
      stat({
        title: 'Time to spare',
        description:
          'Time from the estimated end to the deadline of each run. A negative time is how much later the run ends than it shall.',
        unit: 's',
        noValue: 'no deadline',
        expr: `${DEADLINE} - ${END}`,
        legend: 'run {{run}}',
      }),
    ],
  ],
};
