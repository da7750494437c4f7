import { VizOrientation } from '@grafana/grafana-foundation-sdk/common';
import type { DashboardRow } from '../create-dashboard.ts';
import { barChart, table } from '../ledger-panels.ts';

export const FAILURES: DashboardRow = {
  title: 'Failures',
  lines: [
    [
      barChart({
        title: 'Failed tasks by code',
        description:
          'Tasks of the run that failed, by failure code. docs/operations.md says what to do about each code.',
        unit: 'locale',
        noValue: 'none failed',
        bars: 'code',
        orientation: VizOrientation.Horizontal,
        sql: `select code, count(*) as tasks
from earmark.failure
where run_id = $run
group by code
order by tasks desc`,
      }),
      table({
        title: 'Failed files',
        description:
          'The files of the run with failed tasks, at most a thousand, and the reason of each.',
        unit: 'locale',
        noValue: 'none failed',
        sql: `select file, code, count(*) as models, max(attempts) as attempts, min(message) as message
from earmark.failure
where run_id = $run
group by file, code
order by file, code
limit 1000`,
      }),
    ],
  ],
};
