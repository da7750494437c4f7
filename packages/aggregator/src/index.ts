export { aggregate } from './aggregate.ts';
export { createLedgerMeter } from './ledger-metrics.ts';
export { settleFailedJobs } from './settle-failed-jobs.ts';
export { createPeriodicReconcile } from './periodic-reconcile.ts';
