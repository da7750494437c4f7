export { startHealthServer } from './health-server.ts';
export type { MetricRow } from './metric-row.ts';
export { METRICS } from './metric-table.ts';
export { createMetrics, type Instruments, type Metrics } from './metrics.ts';
