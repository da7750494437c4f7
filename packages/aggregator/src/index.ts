export { aggregate } from './aggregate.ts';
export { createPeriodicReconcile } from './periodic-reconcile.ts';
export { settleFailedJobs } from './settle-failed-jobs.ts';
