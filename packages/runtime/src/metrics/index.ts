export { startHealthServer } from './health-server.ts';
export { createMetrics, type Metrics } from './metrics.ts';
