export { aggregate } from './aggregate.ts';
export { settleFailedJobs } from './settle-failed-jobs.ts';
export { createPeriodicReconcile } from './periodic-reconcile.ts';
