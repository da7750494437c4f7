import { AGGREGATOR_METRICS } from './tables/aggregator-metrics.ts';
import { PROGRAM_METRICS } from './tables/program-metrics.ts';
import { WORKER_METRICS } from './tables/worker-metrics.ts';

// Every metric of Earmark. What programs serve, the table in docs/operations.md, and the checks of dashboards and
// alerts follow from these rows. No track, file or job is a label: the number of series is that of models and codes.
export const METRICS = {
  program: PROGRAM_METRICS,
  worker: WORKER_METRICS,
  aggregator: AGGREGATOR_METRICS,
} as const;
