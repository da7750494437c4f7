import { createDashboard } from '../create-dashboard.ts';
import { labelVariable } from '../variables.ts';
import { FAILURES } from './failures.ts';
import { GPUS, MACHINES } from './machines.ts';
import { QUEUE_AND_SLOTS } from './queue-and-slots.ts';
import { RATES } from './rates.ts';
import { RUNS } from './runs.ts';
import { STAGES } from './stages.ts';

/** How fast the runs get on, when they end, and what holds them up. */
export const THROUGHPUT = createDashboard({
  uid: 'earmark-throughput',
  title: 'Earmark: throughput',
  description: 'How fast the runs get on, when they end, and what holds them up.',
  from: 'now-1h',
  refresh: '30s',
  variables: [
    labelVariable({
      name: 'run',
      label: 'Run',
      description: 'Runs that are shown where a metric belongs to a run.',
      metric: 'earmark_run_info',
      labelName: 'run',
    }),
    labelVariable({
      name: 'instance',
      label: 'Host',
      description: 'Programs that are shown, by the address that Prometheus scrapes.',
      metric: 'earmark_build_info',
      labelName: 'instance',
    }),
    labelVariable({
      name: 'model',
      label: 'Model',
      description: 'Models that are shown where a metric belongs to a model.',
      metric: 'earmark_model_info',
      labelName: 'model',
    }),
  ],
  rows: [RUNS, RATES, QUEUE_AND_SLOTS, STAGES, FAILURES, MACHINES, GPUS],
});
